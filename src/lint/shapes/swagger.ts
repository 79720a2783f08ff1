// Swagger 2.0 as the platform wants it: the constraints of the published JSON schema, corrected where published
// connectors show it to be behind (formats, `x-ms-url-encoding` on other parameters, extensions it does not know yet,
// `x-ms-api-annotation` with `expires`). What a rule of its own tells is left out here.
import type { Shapes } from '../structure.js';
import { basicShapes } from './basic.js';
import { documentShapes } from './document.js';
import { extensionShapes } from './extensions.js';
import { operationShapes } from './operations.js';
import { parameterShapes } from './parameters.js';
import { schemaShapes } from './schemas.js';

/** Everything in a definition, `document` being the whole. */
export const swaggerShapes: Shapes = {
  ...basicShapes,
  ...documentShapes,
  ...operationShapes,
  ...parameterShapes,
  ...schemaShapes,
  ...extensionShapes,
};

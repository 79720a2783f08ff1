// The list of the rules about apiDefinition.swagger.json.
import type { Rule } from '../rule.js';
import { aboutRules } from './about.js';
import { annotationRules } from './annotations.js';
import { constraintRules } from './constraints.js';
import { dynamicPairRules } from './dynamic-pairs.js';
import { dynamicRules } from './dynamic.js';
import { filterFunctionRules } from './filter-functions.js';
import { mimeTypeRules } from './mime-types.js';
import { operationRules } from './operations.js';
import { parameterRules } from './parameters.js';
import { pathRules } from './paths.js';
import { referenceRules } from './references.js';
import { responseRules } from './responses.js';
import { schemaRules } from './schemas.js';
import { securityRules } from './security.js';
import { structureRules } from './structure.js';
import { textRules } from './texts.js';
import { valueRules } from './values.js';
import { webhookRules } from './webhooks.js';

/** The rules that the documentation names. */
export const certificationRules: readonly Rule[] = [
  ...structureRules,
  ...aboutRules,
  ...textRules,
  ...pathRules,
  ...operationRules,
  ...parameterRules,
  ...referenceRules,
  ...responseRules,
  ...mimeTypeRules,
  ...schemaRules,
  ...valueRules,
  ...constraintRules,
  ...dynamicRules,
  ...dynamicPairRules,
  ...webhookRules,
  ...annotationRules,
  ...filterFunctionRules,
  ...securityRules,
];

/** How the platform wants a change that breaks flows: documented as versioning of operations. */
export const anotherRevision =
  "Keep this operation as it was, and make the change in a new one, the next 'revision' in 'x-ms-api-annotation'.";

/** Of what flows give and need not give. */
export const optional = 'Make it optional, or give it a default.';

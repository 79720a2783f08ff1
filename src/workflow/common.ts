import { stringifyJson, type JsonObject } from '../json.js';
import type { ActionType } from './action-types.js';
import type { ActionBase } from './definition.js';
import { operationOptions } from './keywords.js';
import { limits } from './limits.js';
import { didYouMean, fold } from './names.js';
import { field, isTemplate, objectField, textField, type Field } from './reading.js';
import type { Report } from './report.js';
import { checkTimeout } from './values.js';

type Common = Pick<ActionBase, 'operationOptions' | 'runtimeConfiguration' | 'timeout' | 'trackedProperties'>;

/** The keywords that an action of any type can have. */
export function commonOf(body: JsonObject, pointer: string, type: ActionType, report: Report): Common {
  checkDescription(body, pointer, report);
  const tracked = trackedProperties(body, pointer, report);
  const timeout = type.type === 'Until' ? undefined : timeoutOf(body, pointer, report); // Until's limit is its own
  return {
    operationOptions: optionsOf(body, pointer, report),
    runtimeConfiguration: objectField(body, pointer, 'runtimeConfiguration', report).value,
    ...(timeout ? { timeout: timeout.value } : {}),
    ...(tracked ? { trackedProperties: tracked.value } : {}),
  };
}

/** Checks a description, of an action, a trigger or a workflow. */
export function checkDescription(body: JsonObject, pointer: string, report: Report): string {
  const description = textField(body, pointer, 'description', report) ?? '';
  if (description.length > limits.descriptionLength) {
    report.warn({
      code: 'LimitExceeded',
      message: `The description has ${description.length} characters; the service allows ${limits.descriptionLength}.`,
      pointer: field(body, pointer, 'description')?.pointer ?? pointer,
    });
  }
  return description;
}

function trackedProperties(body: JsonObject, pointer: string, report: Report): Field | undefined {
  const found = field(body, pointer, 'trackedProperties');
  if (!found || found.value === null) return undefined;
  if (!isTemplate(found.value)) objectField(body, pointer, 'trackedProperties', report);
  const { length } = stringifyJson(found.value);
  if (length > limits.trackedPropertiesLength) {
    const message = `The tracked properties have ${length} characters; the service allows ${limits.trackedPropertiesLength}.`;
    report.warn({ code: 'LimitExceeded', message, pointer: found.pointer, at: 'key' });
  }
  return found;
}

function timeoutOf(body: JsonObject, pointer: string, report: Report): Field | undefined {
  const limit = objectField(body, pointer, 'limit', report);
  const timeout = field(limit.value, limit.pointer, 'timeout');
  if (!timeout || timeout.value === null) return undefined;
  checkTimeout(timeout, report);
  return timeout;
}

/** `operationOptions` is text with commas; each option in the service's spelling. */
function optionsOf(body: JsonObject, pointer: string, report: Report): readonly string[] {
  const written = textField(body, pointer, 'operationOptions', report) ?? '';
  const options = written.split(',').map((option) => option.trim());
  return options.filter((option) => option !== '').map((option) => known(option, body, pointer, report));
}

function known(option: string, body: JsonObject, pointer: string, report: Report): string {
  const found = operationOptions.find((name) => fold(name) === fold(option));
  if (found) return found;
  report.warn({
    code: 'UnknownKeyword',
    message: `There is no operation option '${option}', so it has no effect.`,
    advice: didYouMean(option, operationOptions) ?? `Known here: ${operationOptions.join(', ')}.`,
    pointer: field(body, pointer, 'operationOptions')?.pointer ?? pointer,
  });
  return option;
}

// What each function means and an example of it, for the generated reference; the examples are tests.
import { Float, type Json } from '../../json.js';
import type { Context } from '../context.js';

/** A sentence about a function, and an example with its value. */
export interface Description {
  readonly meaning: string;
  readonly example: readonly [expression: string, value: Json];
}

/** The run that the examples see. */
export const exampleContext: Context = {
  now: '2026-01-15T10:30:00.0000000Z',
  variables: { count: 3 },
  parameters: { scopes: ['chat', 'voip'] },
  trigger: {
    name: 'manual',
    outputs: {
      headers: { 'Content-Type': 'multipart/form-data; boundary=x' },
      body: {
        '$content-type': 'multipart/form-data; boundary=x',
        $content: '',
        $multipart: [
          { headers: { 'Content-Disposition': 'form-data; name="title"' }, body: 'Minutes' },
          { headers: { 'Content-Disposition': 'form-data; name="tag"' }, body: 'a' },
          { headers: { 'Content-Disposition': 'form-data; name="tag"' }, body: 'b' },
        ],
      },
    },
  },
  actions: {
    Get_user: { status: 'Succeeded', outputs: { statusCode: 200, body: { name: 'Ada' } } },
    Get_form: {
      status: 'Succeeded',
      outputs: {
        body: {
          '$content-type': 'application/x-www-form-urlencoded',
          $content: '',
          $formdata: [
            { key: 'title', value: 'Minutes' },
            { key: 'tag', value: 'a' },
            { key: 'tag', value: 'b' },
          ],
        },
      },
    },
    Get_parts: {
      status: 'Succeeded',
      outputs: {
        body: {
          '$content-type': 'multipart/mixed; boundary=x',
          $content: '',
          $multipart: [
            { headers: {}, body: 'one' },
            { headers: {}, body: 'two' },
          ],
        },
      },
    },
  },
  currentAction: 'Get_user',
  results: { Scope: [{ name: 'Get_user', status: 'Succeeded' }] },
  item: 'chat',
  items: { For_each: { id: 7 } },
  iterationIndexes: { Until: 2 },
  workflow: { name: 'sample', run: { name: 'run-1' } },
  appSettings: { Region: 'norwayeast' },
  callbackUrl: 'https://contoso.example/callback',
};

function row(meaning: string, expression: string, value: Json): Description {
  return { meaning, example: [expression, value] };
}

/** By the name of the function. */
export const descriptions: ReadonlyMap<string, Description> = new Map([
  [
    'concat',
    row('Joins the texts of all values; null adds nothing.', "@concat('run ', 7, ' of ', true)", 'run 7 of True'),
  ],
  ['endsWith', row('Tells whether a text ends with another, in any case.', "@endsWith('Report.PDF', '.pdf')", true)],
  [
    'formatNumber',
    row(
      'Writes a number by a .NET format string, in the manner of a locale (en-US unless given).',
      "@formatNumber(1234567.891, 'N2')",
      '1,234,567.89',
    ),
  ],
  ['guid', row('Makes a random identifier; the format is one of D, N, B, P and X.', "@length(guid('N'))", 32)],
  [
    'indexOf',
    row(
      'Gives the place of the first occurrence of a text, from 0 and in any case; -1 if there is none.',
      "@indexOf('Hello World', 'world')",
      6,
    ),
  ],
  ['isFloat', row('Tells whether a text can be read as a number.', "@isFloat('-1.5e3')", true)],
  ['isInt', row('Tells whether a text can be read as an integer.', "@isInt('12.5')", false)],
  [
    'lastIndexOf',
    row(
      'Gives the place of the last occurrence of a text, from 0 and in any case; -1 if there is none.',
      "@lastIndexOf('a/b/c', '/')",
      3,
    ),
  ],
  [
    'length',
    row('Counts the characters of a text or the items of an array.', "@length(createArray('x', 'y', 'z'))", 3),
  ],
  [
    'nthIndexOf',
    row(
      'Gives the place of the n-th occurrence of a text, counted from the end if n is negative; -1 if there is none.',
      "@nthIndexOf('a,b,c,d', ',', 2)",
      3,
    ),
  ],
  [
    'replace',
    row('Replaces every occurrence of a text; the case counts.', "@replace('1.000.000', '.', ' ')", '1 000 000'),
  ],
  [
    'slice',
    row(
      'Cuts a piece out of a text, from one place to before another; negative places count from the end.',
      "@slice('2026-01-15', 5, -3)",
      '01',
    ),
  ],
  ['split', row('Cuts a text at a delimiter.', "@split('red;green;blue', ';')", ['red', 'green', 'blue'])],
  [
    'startsWith',
    row('Tells whether a text starts with another, in any case.', "@startsWith('RE: minutes', 're:')", true),
  ],
  [
    'substring',
    row(
      'Takes characters of a text, from a place on, to the end or as many as told.',
      "@substring('invoice-4711', 8, 2)",
      '47',
    ),
  ],
  ['toLower', row('Writes a text in lower case.', "@toLower('ÉTAT')", 'état')],
  ['toUpper', row('Writes a text in upper case.', "@toUpper('straße')", 'STRAßE')],
  ['trim', row('Removes white space at both ends of a text.', "@trim('  note  ')", 'note')],
  [
    'chunk',
    row(
      'Cuts an array or a text into pieces of a size; the last may be shorter.',
      '@chunk(createArray(1, 2, 3, 4, 5), 2)',
      [[1, 2], [3, 4], [5]],
    ),
  ],
  [
    'contains',
    row(
      'Tells whether a text has a part, an array an item or an object a property.',
      "@contains(createArray('chat', 'voip'), 'voip')",
      true,
    ),
  ],
  [
    'empty',
    row('Tells whether a text, an array or an object has nothing in it; null is empty too.', "@empty('')", true),
  ],
  [
    'first',
    row(
      'Gives the first item of an array (null if there is none) or the first character of a text.',
      "@first(createArray('x', 'y'))",
      'x',
    ),
  ],
  [
    'intersection',
    row(
      'Gives the items or the properties that all arrays or objects have.',
      '@intersection(createArray(1, 2, 3), createArray(2, 3, 4))',
      [2, 3],
    ),
  ],
  [
    'join',
    row(
      "Joins the texts of an array's items with a delimiter between them.",
      "@join(createArray('a', 1, true), '-')",
      'a-1-True',
    ),
  ],
  [
    'last',
    row(
      'Gives the last item of an array (null if there is none) or the last character of a text.',
      "@last('abc')",
      'c',
    ),
  ],
  ['reverse', row('Gives an array in the opposite order.', '@reverse(range(1, 3))', [3, 2, 1])],
  [
    'skip',
    row('Leaves out the first items of an array or characters of a text.', "@skip(createArray('a', 'b', 'c'), 1)", [
      'b',
      'c',
    ]),
  ],
  ['sort', row('Sorts an array, or its objects by a property.', '@sort(createArray(3, 1, 2))', [1, 2, 3])],
  ['take', row('Gives the first items of an array or characters of a text.', "@take('Monday', 3)", 'Mon')],
  [
    'union',
    row(
      'Gives every item of arrays once, or the properties of objects, the later value winning.',
      '@union(createArray(1, 2), createArray(2, 3))',
      [1, 2, 3],
    ),
  ],
  [
    'and',
    row(
      'Tells whether all values are true; evaluates no further than the first that is false.',
      '@and(true, greater(2, 1))',
      true,
    ),
  ],
  [
    'coalesce',
    row('Gives the first value that is not null, and evaluates none after it.', "@coalesce(null, '', 'x')", ''),
  ],
  [
    'equals',
    row(
      'Tells whether values are the same, deep down; types count, except that the number 1 is 1.0.',
      '@equals(1, 1.0)',
      true,
    ),
  ],
  [
    'greater',
    row(
      'Tells whether the first number or text comes after the second; texts compare in any case.',
      '@greater(10, 9.5)',
      true,
    ),
  ],
  [
    'greaterOrEquals',
    row('Tells whether the first number or text is the second or comes after it.', "@greaterOrEquals('b', 'B')", true),
  ],
  [
    'if',
    row('Gives one of two values, and evaluates only that.', "@if(equals(1, 2), 'same', 'different')", 'different'),
  ],
  ['less', row('Tells whether the first number or text comes before the second.', "@less('apple', 'Banana')", true)],
  [
    'lessOrEquals',
    row('Tells whether the first number or text is the second or comes before it.', '@lessOrEquals(3, 2)', false),
  ],
  ['not', row('Turns true into false and false into true.', '@not(false)', true)],
  [
    'or',
    row(
      'Tells whether any value is true; evaluates no further than the first that is.',
      "@or(false, startsWith('abc', 'a'))",
      true,
    ),
  ],
  ['array', row('Makes an array of one item.', "@array('only')", ['only'])],
  ['base64', row('Writes a text, or the bytes of content, in base64.', "@base64('hello')", 'aGVsbG8=')],
  [
    'base64ToBinary',
    row('Makes content of base64.', "@base64ToBinary('aGVsbG8=')", {
      '$content-type': 'application/octet-stream',
      $content: 'aGVsbG8=',
    }),
  ],
  ['base64ToString', row('Reads base64 as UTF-8 text.', "@base64ToString('aGVsbG8=')", 'hello')],
  [
    'binary',
    row("Makes content of a text's UTF-8 bytes.", "@binary('hello')", {
      '$content-type': 'application/octet-stream',
      $content: 'aGVsbG8=',
    }),
  ],
  ['bool', row('Makes a boolean of a number (0 is false) or of the words true and false.', "@bool('TRUE')", true)],
  ['createArray', row('Makes an array of its arguments.', "@createArray('a', 1, null)", ['a', 1, null])],
  [
    'dataUri',
    row('Makes a data URI of a value.', "@dataUri('hello')", 'data:text/plain;charset=utf-8;base64,aGVsbG8='),
  ],
  [
    'dataUriToBinary',
    row('Makes content of a data URI.', "@dataUriToBinary('data:text/plain;charset=utf-8;base64,aGVsbG8=')", {
      '$content-type': 'text/plain;charset=utf-8',
      $content: 'aGVsbG8=',
    }),
  ],
  [
    'dataUriToString',
    row('Gives the text in a data URI.', "@dataUriToString('data:text/plain;charset=utf-8;base64,aGVsbG8=')", 'hello'),
  ],
  [
    'decimal',
    row(
      'Makes a decimal number, which is exact to 28 digits.',
      "@string(add(decimal('0.1'), decimal('0.20')))",
      '0.30',
    ),
  ],
  [
    'decodeBase64',
    row('Reads base64 as UTF-8 text: the older name of base64ToString.', "@decodeBase64('aGVsbG8=')", 'hello'),
  ],
  [
    'decodeDataUri',
    row(
      'Gives what is in a data URI: text, JSON or content, by its media type.',
      "@decodeDataUri('data:application/json;base64,eyJhIjoxfQ==')",
      { a: 1 },
    ),
  ],
  ['decodeUriComponent', row('Reads percent notation.', "@decodeUriComponent('a%20%26%20b')", 'a & b')],
  ['encodeBase64', row('Writes in base64: another name of base64.', "@encodeBase64('hi')", 'aGk=')],
  [
    'encodeUriComponent',
    row('Writes in percent notation what a part of a URI cannot have.', "@encodeUriComponent('a/b c')", 'a%2Fb%20c'),
  ],
  ['float', row('Makes a floating point number of a number or a text.', "@float('1,234.5')", 1234.5)],
  ['int', row('Makes an integer of a whole number, a boolean or a text.', "@int('42')", 42)],
  ['json', row('Reads JSON text, or JSON or XML in content.', `@json('{"a": [1, 2.0]}')`, { a: [1, new Float(2)] })],
  [
    'string',
    row(
      'Gives the text of a value; of arrays and objects it is JSON, of content what is in it.',
      '@string(createArray(1.0, true, null))',
      '[1.0,true,null]',
    ),
  ],
  [
    'uriComponent',
    row('Writes in percent notation what a part of a URI cannot have.', "@uriComponent('50% off?')", '50%25%20off%3F'),
  ],
  [
    'uriComponentToBinary',
    row('Reads percent notation and makes content of it.', "@uriComponentToBinary('a%20b')", {
      '$content-type': 'application/octet-stream',
      $content: 'YSBi',
    }),
  ],
  ['uriComponentToString', row('Reads percent notation.', "@uriComponentToString('50%25%20off%3F')", '50% off?')],
  ['add', row('Adds two numbers; of integers the sum is an integer.', '@add(2, 0.5)', 2.5)],
  ['div', row('Divides two numbers; of integers the fraction is dropped.', '@div(7, 2)', 3)],
  ['max', row('Gives the highest of numbers or of an array of numbers.', '@max(3, 8, 5)', 8)],
  ['min', row('Gives the lowest of numbers or of an array of numbers.', '@min(createArray(3, 8, 5))', 3)],
  ['mod', row('Gives the remainder of a division, with the sign of the dividend.', '@mod(-7, 3)', -1)],
  ['mul', row('Multiplies two numbers.', '@mul(6, 7)', 42)],
  ['rand', row('Gives a random integer, from the first number to before the second.', '@rand(5, 6)', 5)],
  [
    'range',
    row('Makes an array of consecutive integers, from a start and as many as told.', '@range(3, 4)', [3, 4, 5, 6]),
  ],
  ['sub', row('Subtracts the second number from the first.', '@sub(10, 4)', 6)],
  ['addDays', row('Adds days to a time.', "@addDays('2026-02-27T08:00:00Z', 2, 'yyyy-MM-dd')", '2026-03-01')],
  ['addHours', row('Adds hours to a time.', "@addHours('2026-01-15T23:30:00Z', 1)", '2026-01-16T00:30:00.0000000Z')],
  [
    'addMinutes',
    row('Adds minutes to a time.', "@addMinutes('2026-01-15T10:30:00Z', -45)", '2026-01-15T09:45:00.0000000Z'),
  ],
  ['addSeconds', row('Adds seconds to a time.', "@addSeconds('2026-01-15T10:30:00Z', 90, 'HH:mm:ss')", '10:31:30')],
  [
    'addToTime',
    row(
      'Adds seconds, minutes, hours, days, weeks, months or years to a time.',
      "@addToTime('2026-01-31T00:00:00Z', 1, 'Month')",
      '2026-02-28T00:00:00.0000000Z',
    ),
  ],
  [
    'convertFromUtc',
    row(
      'Gives the local time of a zone at a time in UTC.',
      "@convertFromUtc('2026-01-15T10:30:00Z', 'UTC', 'HH:mm')",
      '10:30',
    ),
  ],
  [
    'convertTimeZone',
    row(
      'Takes a time in one zone to another.',
      "@convertTimeZone('2026-01-15T10:30:00Z', 'UTC', 'UTC', 'HH:mm')",
      '10:30',
    ),
  ],
  [
    'convertToUtc',
    row(
      'Gives the time in UTC of a local time of a zone.',
      "@convertToUtc('2026-01-15T10:30:00', 'UTC')",
      '2026-01-15T10:30:00.0000000Z',
    ),
  ],
  [
    'dateDifference',
    row(
      'Gives the time between two times, as days, hours, minutes and seconds.',
      "@dateDifference('2026-01-15', '2026-02-01T12:00:00')",
      '17.12:00:00',
    ),
  ],
  ['dayOfMonth', row('Gives the day of the month, from 1.', "@dayOfMonth('2026-01-15')", 15)],
  ['dayOfWeek', row('Gives the day of the week, from 0 for Sunday.', "@dayOfWeek('2026-01-15')", 4)],
  ['dayOfYear', row('Gives the day of the year, from 1.', "@dayOfYear('2026-02-01')", 32)],
  [
    'formatDateTime',
    row(
      'Writes a time by a .NET format string, with the names of a locale (en-US unless given).',
      "@formatDateTime('2026-01-15T10:30:00Z', 'dddd, d MMMM yyyy')",
      'Thursday, 15 January 2026',
    ),
  ],
  [
    'getFutureTime',
    row('Gives the time an interval from now.', "@getFutureTime(1, 'Week', 'yyyy-MM-dd')", '2026-01-22'),
  ],
  ['getPastTime', row('Gives the time an interval ago.', "@getPastTime(2, 'Hour')", '2026-01-15T08:30:00.0000000Z')],
  [
    'parseDateTime',
    row(
      'Reads a time in the manner of a locale, or by a format.',
      "@parseDateTime('1/15/2026 10:30 AM')",
      '2026-01-15T10:30:00.0000000',
    ),
  ],
  [
    'startOfDay',
    row('Gives midnight of the day of a time.', "@startOfDay('2026-01-15T10:30:00Z')", '2026-01-15T00:00:00.0000000Z'),
  ],
  [
    'startOfHour',
    row(
      'Gives the start of the hour of a time.',
      "@startOfHour('2026-01-15T10:30:00Z')",
      '2026-01-15T10:00:00.0000000Z',
    ),
  ],
  [
    'startOfMonth',
    row(
      'Gives the start of the month of a time.',
      "@startOfMonth('2026-01-15T10:30:00Z')",
      '2026-01-01T00:00:00.0000000Z',
    ),
  ],
  [
    'subtractFromTime',
    row(
      'Subtracts seconds, minutes, hours, days, weeks, months or years from a time.',
      "@subtractFromTime('2026-03-31T00:00:00Z', 1, 'Month', 'yyyy-MM-dd')",
      '2026-02-28',
    ),
  ],
  [
    'ticks',
    row(
      'Counts the 100-nanosecond steps from the year 1 to a time.',
      "@ticks('2026-01-15T00:00:00Z')",
      639040320000000000n,
    ),
  ],
  ['utcNow', row('Gives the time now, in UTC.', "@utcNow('yyyy-MM-dd HH:mm')", '2026-01-15 10:30')],
  [
    'action',
    row(
      'Gives the record of the action in which it stands, where the service has it.',
      '@action().status',
      'Succeeded',
    ),
  ],
  [
    'actionBody',
    row("Gives the body of an action's outputs: the older name of body.", "@actionBody('Get_user').name", 'Ada'),
  ],
  [
    'actionOutputs',
    row('Gives the outputs of an action: the older name of outputs.', "@actionOutputs('Get_user').statusCode", 200),
  ],
  [
    'actions',
    row(
      'Gives the record of an action: status, inputs, outputs and times.',
      "@actions('Get_user').status",
      'Succeeded',
    ),
  ],
  [
    'agentParameters',
    row(
      'Gives what an agent has chosen for a parameter of its tool; a local run has no agent, so it is an error.',
      "@coalesce('Oslo', agentParameters('city'))",
      'Oslo',
    ),
  ],
  ['appsetting', row('Gives a setting of the app, in Logic Apps Standard.', "@appsetting('Region')", 'norwayeast')],
  [
    'assistantMessage',
    row(
      'Gives the message of an agent; a local run has no agent, so it is an error.',
      "@coalesce('none', assistantMessage())",
      'none',
    ),
  ],
  ['body', row("Gives the body of an action's outputs; null if there is none.", "@body('Get_user')?['name']", 'Ada')],
  [
    'channelTriggerBody',
    row(
      "Gives what an agent's channel has received; a local run has no agent, so it is an error.",
      "@coalesce('none', channelTriggerBody())",
      'none',
    ),
  ],
  [
    'formDataMultiValues',
    row("Gives all values of a form's field in an action's outputs.", "@formDataMultiValues('Get_form', 'tag')", [
      'a',
      'b',
    ]),
  ],
  [
    'formDataValue',
    row(
      "Gives the one value of a form's field in an action's outputs.",
      "@formDataValue('Get_form', 'title')",
      'Minutes',
    ),
  ],
  ['item', row('Gives the current item, in a loop or in a data operation.', '@item()', 'chat')],
  ['items', row('Gives the current item of the loop that is named.', "@items('For_each')['id']", 7)],
  [
    'iterationIndexes',
    row('Gives the number of the iteration of the Until loop that is named, from 0.', "@iterationIndexes('Until')", 2),
  ],
  [
    'listCallbackUrl',
    row(
      'Gives the address that calls back the trigger or the action in which it stands.',
      '@listCallbackUrl()',
      'https://contoso.example/callback',
    ),
  ],
  [
    'multipartBody',
    row(
      "Gives the body of one part of multipart content in an action's outputs.",
      "@multipartBody('Get_parts', 1)",
      'two',
    ),
  ],
  ['outputs', row('Gives the outputs of an action.', "@outputs('Get_user')?['statusCode']", 200)],
  ['parameters', row('Gives the value of a workflow parameter.', "@parameters('scopes')", ['chat', 'voip'])],
  [
    'result',
    row('Gives the records of the actions in a scope or a loop.', "@result('Scope')[0]['status']", 'Succeeded'),
  ],
  ['trigger', row('Gives the record of the trigger.', '@trigger().name', 'manual')],
  [
    'triggerBody',
    row(
      "Gives the body of the trigger's outputs.",
      "@triggerBody()?['$content-type']",
      'multipart/form-data; boundary=x',
    ),
  ],
  [
    'triggerFormDataMultiValues',
    row("Gives all values of a form's field in the trigger's outputs.", "@triggerFormDataMultiValues('tag')", [
      'a',
      'b',
    ]),
  ],
  [
    'triggerFormDataValue',
    row("Gives the one value of a form's field in the trigger's outputs.", "@triggerFormDataValue('title')", 'Minutes'),
  ],
  [
    'triggerMultipartBody',
    row(
      "Gives the body of one part of multipart content in the trigger's outputs.",
      '@triggerMultipartBody(0)',
      'Minutes',
    ),
  ],
  [
    'triggerOutputs',
    row(
      'Gives the outputs of the trigger.',
      "@triggerOutputs().headers['Content-Type']",
      'multipart/form-data; boundary=x',
    ),
  ],
  ['variables', row('Gives the value of a variable.', "@variables('count')", 3)],
  ['workflow', row('Gives the record of the workflow and its run.', '@workflow().run.name', 'run-1')],
  ['uriHost', row('Gives the host of a URI.', "@uriHost('https://contoso.example:8080/a/b?c=1')", 'contoso.example')],
  [
    'uriPath',
    row('Gives the path of a URI; / where there is none.', "@uriPath('https://contoso.example/a b?c=1')", '/a%20b'),
  ],
  [
    'uriPathAndQuery',
    row('Gives the path and the query of a URI.', "@uriPathAndQuery('https://contoso.example/a?c=1#top')", '/a?c=1'),
  ],
  [
    'uriPort',
    row(
      'Gives the port of a URI, which its scheme tells where the URI does not.',
      "@uriPort('https://contoso.example/')",
      443,
    ),
  ],
  [
    'uriQuery',
    row('Gives the query of a URI, with its question mark.', "@uriQuery('https://contoso.example/a?c=1')", '?c=1'),
  ],
  ['uriScheme', row('Gives the scheme of a URI.', "@uriScheme('https://contoso.example/')", 'https')],
  [
    'addProperty',
    row(
      'Gives an object with one more property, which must not be there yet.',
      `@addProperty(json('{"a": 1}'), 'b', 2)`,
      { a: 1, b: 2 },
    ),
  ],
  [
    'removeProperty',
    row('Gives an object without a property.', `@removeProperty(json('{"a": 1, "b": 2}'), 'a')`, { b: 2 }),
  ],
  [
    'setProperty',
    row(
      'Gives an object with a property set; it is the last one then.',
      `@setProperty(json('{"a": 1, "b": 2}'), 'a', 3)`,
      { b: 2, a: 3 },
    ),
  ],
  [
    'xml',
    row(
      'Makes XML of XML text, or of an object with one property.',
      `@string(xml(json('{"user": {"@id": 7, "name": "Ada"}}')))`,
      '<user id="7"><name>Ada</name></user>',
    ),
  ],
  [
    'xpath',
    row(
      'Evaluates an XPath expression on XML: elements are XML again, other nodes text, and a number is a float.',
      "@xpath(xml('<r><a>1</a><a>2</a></r>'), '/r/a/text()')",
      ['1', '2'],
    ),
  ],
]);

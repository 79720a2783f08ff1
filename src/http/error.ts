export type SendErrorCode =
  | 'UnresolvableHostName'
  | 'ConnectionFailed'
  | 'UntrustedCertificate'
  | 'RequestTimeout'
  | 'ResponseTooLarge'
  | 'InvalidUri'
  | 'InvalidRequest'
  | 'Cancelled';

/** An exchange that brought no answer. The message is for the run's history. */
export class SendError extends Error {
  override readonly name = 'SendError';
  readonly code: SendErrorCode;
  /** Whether another attempt may help. */
  readonly passing: boolean;

  constructor(code: SendErrorCode, message: string, passing: boolean, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.passing = passing;
  }
}

/** How far an exchange had come when it broke. */
export type Stage = 'request' | 'body';

/** What the network layer threw, in the words of the service where it has some. */
export function sendErrorOf(error: unknown, { host, hostname }: URL, stage: Stage = 'request'): SendError {
  if (error instanceof SendError) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  const failed = (kind: SendErrorCode, words: string, passing: boolean) => new SendError(kind, words, passing, error);
  if (code === 'ABORT_ERR') return failed('Cancelled', 'The request was cancelled.', false);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    // Measured in Power Automate.
    return failed('UnresolvableHostName', `The provided host name '${hostname}' could not be resolved.`, true);
  if (/CERT|VERIFY_LEAF_SIGNATURE/.test(code)) {
    const advice = `The certificate of '${host}' is not trusted (${message}). If you trust who issued it, name its file in the environment variable NODE_EXTRA_CA_CERTS.`;
    return failed('UntrustedCertificate', `${asError(noSecureConnection)} ${advice}`, false);
  }
  if (code.startsWith('ERR_INVALID') || code.startsWith('ERR_HTTP') || code === 'ERR_UNESCAPED_CHARACTERS')
    return failed('InvalidRequest', `Http request failed: ${message}`, false);
  if (code === 'ECONNREFUSED') return failed('ConnectionFailed', asError(`${refused} (${host})`), true);
  if (code === 'EPROTO' && message.includes('wrong version number'))
    return failed('ConnectionFailed', `${asError(noSecureConnection)} '${host}' does not speak https.`, true);
  const detail = `No complete answer came from '${host}' (${code || message}).`;
  return failed('ConnectionFailed', `${asError(brokenOff(code, stage))} ${detail}`, true);
}

/** The host that refused a connection, where the words of an error say so: of a run, they are all that is kept. */
export function refusingHost(words: string): string | undefined {
  const [, rest] = words.split(`${refused} (`);
  return rest === undefined ? undefined : /^[^()\s]+/.exec(rest)?.[0];
}

/** How the service passes on what .NET says (as runs in public show it). */
export function asError(words: string): string {
  return `Http request failed as there is an error: '${words}'.`;
}

// These two were seen in public, in runs of the service.
const refused = 'No connection could be made because the target machine actively refused it.';
const noSecureConnection = 'The SSL connection could not be established, see inner exception.';

/** What .NET says to a connection that breaks; that the service passes it on as it does the others is a guess. */
function brokenOff(code: string, stage: Stage): string {
  if (code === 'EPROTO' || code.startsWith('ERR_SSL')) return noSecureConnection;
  if (code.startsWith('HPE_')) return 'The server returned an invalid or unrecognized response.';
  return stage === 'body' ? 'Error while copying content to a stream.' : 'An error occurred while sending the request.';
}

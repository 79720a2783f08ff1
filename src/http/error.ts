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

/** What the network layer threw, in the words of the service where it has some. */
export function sendErrorOf(error: unknown, { host, hostname }: URL): SendError {
  if (error instanceof SendError) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (code === 'ABORT_ERR') return new SendError('Cancelled', 'The request was cancelled.', false, error);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return new SendError(
      'UnresolvableHostName',
      `The provided host name '${hostname}' could not be resolved.`,
      true,
      error,
    );
  if (/CERT|VERIFY_LEAF_SIGNATURE/.test(code))
    return new SendError(
      'UntrustedCertificate',
      `Http request failed: the certificate of '${host}' is not trusted (${message}). If you trust who issued it, name its file in the environment variable NODE_EXTRA_CA_CERTS.`,
      false,
      error,
    );
  if (code.startsWith('ERR_INVALID') || code.startsWith('ERR_HTTP') || code === 'ERR_UNESCAPED_CHARACTERS')
    return new SendError('InvalidRequest', `Http request failed: ${message}`, false, error);
  if (code === 'ECONNREFUSED')
    return new SendError(
      'ConnectionFailed',
      `Http request failed: nothing listens at '${host}' (connection refused).`,
      true,
      error,
    );
  return new SendError(
    'ConnectionFailed',
    `Http request failed: no complete answer from '${host}' (${code || message}).`,
    true,
    error,
  );
}

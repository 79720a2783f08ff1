/** Items in the order of their arrival, one reader at a time. */
export interface Queue<T> {
  push(item: T): void;
  /** Makes the reader, now or at its next call, fail. */
  fail(error: unknown): void;
  next(): Promise<T>;
  /** Whether an item or a failure is there to be read. */
  readonly filled: boolean;
}

export function queue<T>(): Queue<T> {
  const arrived: T[] = [];
  let head = 0;
  let failure: { error: unknown } | undefined;
  let waiting: { resolve: (item: T) => void; reject: (error: unknown) => void } | undefined;
  return {
    push(item) {
      if (!waiting) return void arrived.push(item);
      waiting.resolve(item);
      waiting = undefined;
    },
    fail(error) {
      failure = { error };
      waiting?.reject(error);
      waiting = undefined;
    },
    next() {
      if (failure) return Promise.reject(failure.error);
      if (head >= arrived.length) return new Promise((resolve, reject) => (waiting = { resolve, reject }));
      const item = arrived[head] as T;
      head += 1;
      if (head === arrived.length) {
        arrived.length = 0;
        head = 0;
      }
      return Promise.resolve(item);
    },
    get filled() {
      return failure !== undefined || head < arrived.length;
    },
  };
}

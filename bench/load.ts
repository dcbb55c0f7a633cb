import autocannon from 'autocannon';

export interface Figure {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
}
export interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string | (() => string);
  readonly body?: () => unknown;
  readonly headers?: Readonly<Record<string, string>> | (() => Readonly<Record<string, string>>);
}

/** One run of one operation; refused or failed answers are counted, not hidden. */
export async function load(
  url: string,
  request: Request,
  options: { readonly connections: number; readonly seconds: number; readonly headers?: Readonly<Record<string, string>> },
): Promise<Figure> {
  const result = await autocannon({
    url,
    connections: options.connections,
    duration: options.seconds,
    requests: [
      {
        method: request.method,
        setupRequest: (r) => ({
          ...r,
          path: typeof request.path === 'function' ? request.path() : request.path,
          headers: {
            'content-type': 'application/json',
            'user-agent': 'plumbline-bench',
            ...options.headers,
            ...(typeof request.headers === 'function' ? request.headers() : request.headers),
          },
          ...(request.body ? { body: JSON.stringify(request.body()) } : {}),
        }),
      },
    ],
  });
  return {
    perSecond: Math.round(result.requests.average),
    p50: result.latency.p50,
    p99: result.latency.p99,
    failed: result.non2xx + result.errors,
  };
}

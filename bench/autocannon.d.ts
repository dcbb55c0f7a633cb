declare module 'autocannon' {
  interface Result {
    readonly requests: { readonly average: number };
    readonly latency: { readonly p50: number; readonly p99: number };
    readonly non2xx: number;
    readonly errors: number;
  }
  interface RawRequest {
    method: string;
    path: string;
    headers: Readonly<Record<string, string>>;
    body?: string;
  }
  export default function autocannon(options: {
    url: string;
    connections: number;
    duration: number;
    requests: { method: string; setupRequest(request: RawRequest): RawRequest }[];
  }): Promise<Result>;
}

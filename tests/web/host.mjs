import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

let built;
const project = fileURLToPath(new URL('./host/StudioHost.csproj', import.meta.url));

/**
 * Starts the studio over an invented signal and resolves with its address, or uses PONS_STUDIO_URL when a server runs
 * already. `stop` ends it by its process and resolves with its exit status.
 */
export async function startHost({ channels = 64, rateHz = 250, port = 0 } = {}) {
  if (process.env.PONS_STUDIO_URL) return { url: process.env.PONS_STUDIO_URL, stop: async () => 0 };
  await (built ??= build());
  const program = fileURLToPath(new URL('./host/bin/Debug/net10.0/StudioHost.dll', import.meta.url));
  const host = spawn('dotnet', [program, `http://127.0.0.1:${port}`, String(channels), String(rateHz)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(host, 'exit');
  const url = await addressOf(host);
  return {
    url,
    async stop() {
      host.kill('SIGTERM');
      return (await ended)[0];
    },
  };
}

async function build() {
  const building = spawn('dotnet', ['build', project, '-v', 'q', '--nologo'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [status] = await once(building, 'exit');
  if (status !== 0) throw new Error('The test host does not build.');
}

async function addressOf(host) {
  let said = '';
  for await (const piece of host.stdout) {
    said += piece;
    const address = said.match(/listening (\S+)/)?.[1];
    if (address) return address.replace(/\/$/, '');
  }
  throw new Error('The test host ended before it listened.');
}

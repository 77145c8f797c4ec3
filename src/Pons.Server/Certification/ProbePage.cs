namespace Pons.Server.Certification;

/// <summary>The page that a browser shows while its pictures are measured. Something moves, so that every picture is a new one.</summary>
internal static class ProbePage
{
    public const string Html = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <title>Pons measures this browser</title>
        <style>body { margin: 0; background: #0d1117; } #bar { width: 4rem; height: 4rem; background: #82b1ff; will-change: transform; }</style>
        <div id="bar"></div>
        <script>
          const socket = new WebSocket(`ws://${location.host}/pictures`);
          socket.binaryType = "arraybuffer";
          const bar = document.getElementById("bar"), waiting = [], interval = new Float64Array(1);
          let last = 0;
          socket.onmessage = message => waiting.push(message.data);
          socket.onclose = () => window.close();
          function picture(time) {
            if (socket.readyState === WebSocket.OPEN) {
              for (const message of waiting.splice(0)) socket.send(message);
              if (last > 0) { interval[0] = time - last; socket.send(interval); }
            }
            last = time;
            bar.style.transform = `translateX(${time / 4 % 600}px)`;
            requestAnimationFrame(picture);
          }
          requestAnimationFrame(picture);
        </script>
        </html>
        """;
}

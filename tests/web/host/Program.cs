using System.Globalization;
using System.Runtime.InteropServices;
using Pons.Server;
using Pons.Server.Live;
using Pons.StudioHost;

// Arguments: URL, number of channels (19, 32 or 64), rate in hertz, folder of recordings. A session begins when a browser starts it.
var url = args.Length > 0 ? args[0] : "http://127.0.0.1:5081";
var channels = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 64;
var rateHz = args.Length > 2 ? double.Parse(args[2], CultureInfo.InvariantCulture) : 250;
var sessions = args.Length > 3 ? args[3] : Directory.CreateTempSubdirectory("pons-sessions-").FullName;

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
using var feed = new LiveFeed();
var session = new InventedSession(feed, channels, rateHz);
var running = session.RunAsync(stop.Token);
try
{
    await StudioServer.RunAsync(new() { Url = url, SessionsFolder = sessions }, feed, address => Console.WriteLine($"listening {address}"), stop.Token);
}
catch (ServerException fault)
{
    Console.Error.WriteLine(fault.Message);
    return 3;
}

await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
return 0;

void Cancel(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}

using System.Runtime.InteropServices;

namespace Pons.Cli.Benchmarks;

/// <summary>Outlet and inlet of liblsl, where the environment variable PONS_LIBLSL names its library; a sample has arrived when a thread that
/// waits in <c>lsl_pull_sample_f</c> gets it. Source: liblsl's C interface, include/lsl_c.h.</summary>
internal sealed class NativeLslLoop : LslLoop
{
    private const int Float32 = 1;
    private const int BufferSeconds = 360;
    private readonly nint _library, _outlet, _inlet;
    private readonly PushCall _push;
    private readonly Thread _pulling;
    private volatile bool _isEnding;

    private NativeLslLoop(string path, string source, int channels, double rateHz, int samples)
        : base("liblsl", channels, samples)
    {
        _library = Load(path);
        _push = Get<PushCall>("lsl_push_sample_ftp");
        _outlet = Get<CreateOutletCall>("lsl_create_outlet")(
            Get<CreateInfoCall>("lsl_create_streaminfo")(source, "EEG", channels, rateHz, Float32, source), 0, BufferSeconds);
        var found = new nint[1];
        if (Get<ResolveCall>("lsl_resolve_byprop")(found, 1, "source_id", source, 1, 10) < 1) throw Unseen();
        _inlet = Get<CreateInletCall>("lsl_create_inlet")(found[0], BufferSeconds, 0, 1);
        Get<OpenCall>("lsl_open_stream")(_inlet, 10, out var error);
        if (error != 0 || Get<WaitCall>("lsl_wait_for_consumers")(_outlet, 10) == 0) throw Unseen();
        _pulling = new Thread(() => Pull(Get<PullCall>("lsl_pull_sample_f"), new float[channels])) { IsBackground = true, Name = "liblsl inlet" };
        _pulling.Start();
    }

    private delegate nint CreateInfoCall(string name, string type, int channels, double rate, int format, string sourceId);

    private delegate nint CreateOutletCall(nint info, int chunk, int buffered);

    private delegate int PushCall(nint outlet, float[] values, double stamp, int pushThrough);

    private delegate int ResolveCall(nint[] infos, uint most, string property, string value, int least, double seconds);

    private delegate nint CreateInletCall(nint info, int bufferSeconds, int chunk, int recovers);

    private delegate void OpenCall(nint inlet, double seconds, out int error);

    private delegate int WaitCall(nint outlet, double seconds);

    private delegate double PullCall(nint inlet, float[] values, int count, double seconds, out int error);

    private delegate void DestroyCall(nint one);

    /// <summary>The loop, or <see langword="null"/> where no library is named.</summary>
    public static NativeLslLoop? Open(string source, int channels, double rateHz, int samples) =>
        Environment.GetEnvironmentVariable("PONS_LIBLSL") is { Length: > 0 } path ? new(path, source, channels, rateHz, samples) : null;

    public override ValueTask DisposeAsync()
    {
        _isEnding = true;
        _pulling.Join();
        Get<DestroyCall>("lsl_destroy_inlet")(_inlet);
        Get<DestroyCall>("lsl_destroy_outlet")(_outlet);
        return ValueTask.CompletedTask; // the library stays loaded: its threads may still be ending
    }

    protected override void Send(float[] row) => _ = _push(_outlet, row, 0, 1);

    private void Pull(PullCall pull, float[] row)
    {
        while (!_isEnding)
            if (pull(_inlet, row, row.Length, 0.2, out _) != 0) Arrive(row[0]);
    }

    private T Get<T>(string name)
        where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(_library, name));

    private static nint Load(string path) => NativeLibrary.TryLoad(path, out var library) ? library : throw new UsageException(
        $"'{path}' cannot be loaded as a library.", "liblsl is measured where PONS_LIBLSL names it.", "Give the path of liblsl's shared library, or unset PONS_LIBLSL.");

    private static InputException Unseen() => new(
        "liblsl's inlet did not find or reach its own outlet.", "Its latency cannot be measured then.", "Check lsl_api.cfg and that the network is on, or unset PONS_LIBLSL.");
}

using System.Runtime.InteropServices;
using Pons.Streams;

namespace Pons.Tests.Devices.Lsl;

/// <summary>The reference implementation, where the environment variable PONS_LIBLSL names its library.</summary>
internal sealed class Liblsl
{
    private readonly nint _library;

    private Liblsl(string path)
    {
        _library = NativeLibrary.Load(path);
        (CreateInfo, CreateOutlet, PushDoubles, PushTexts, WaitForConsumers) =
            (Get<CreateInfoCall>("lsl_create_streaminfo"), Get<CreateOutletCall>("lsl_create_outlet"), Get<PushDoublesCall>("lsl_push_sample_dtp"),
                Get<PushTextsCall>("lsl_push_sample_strtp"), Get<WaitCall>("lsl_wait_for_consumers"));
        (Resolve, CreateInlet, FullInfo, Xml, PullDoubles, PullTexts, TimeCorrection) =
            (Get<ResolveCall>("lsl_resolve_byprop"), Get<CreateInletCall>("lsl_create_inlet"), Get<FullInfoCall>("lsl_get_fullinfo"), Get<XmlCall>("lsl_get_xml"),
                Get<PullDoublesCall>("lsl_pull_sample_d"), Get<PullTextsCall>("lsl_pull_sample_str"), Get<TimeCorrectionCall>("lsl_time_correction"));
        (DestroyOutlet, DestroyInlet) = (Get<DestroyCall>("lsl_destroy_outlet"), Get<DestroyCall>("lsl_destroy_inlet"));
    }

    public delegate nint CreateInfoCall(string name, string type, int channels, double rate, int format, string sourceId);

    public delegate nint CreateOutletCall(nint info, int chunk, int buffered);

    public delegate int PushDoublesCall(nint outlet, double[] values, double stamp, int pushThrough);

    public delegate int PushTextsCall(nint outlet, string[] values, double stamp, int pushThrough);

    public delegate int WaitCall(nint outlet, double seconds);

    public delegate int ResolveCall(nint[] infos, uint most, string property, string value, int least, double seconds);

    public delegate nint CreateInletCall(nint info, int bufferSeconds, int chunk, int recovers);

    public delegate nint FullInfoCall(nint inlet, double seconds, out int error);

    public delegate nint XmlCall(nint info);

    public delegate double PullDoublesCall(nint inlet, double[] values, int count, double seconds, out int error);

    public delegate double PullTextsCall(nint inlet, nint[] values, int count, double seconds, out int error);

    public delegate double TimeCorrectionCall(nint inlet, double seconds, out int error);

    public delegate void DestroyCall(nint one);

    public static string? Path => Environment.GetEnvironmentVariable("PONS_LIBLSL");

    public CreateInfoCall CreateInfo { get; }

    public CreateOutletCall CreateOutlet { get; }

    public PushDoublesCall PushDoubles { get; }

    public PushTextsCall PushTexts { get; }

    public WaitCall WaitForConsumers { get; }

    public ResolveCall Resolve { get; }

    public CreateInletCall CreateInlet { get; }

    public FullInfoCall FullInfo { get; }

    public XmlCall Xml { get; }

    public PullDoublesCall PullDoubles { get; }

    public PullTextsCall PullTexts { get; }

    public TimeCorrectionCall TimeCorrection { get; }

    public DestroyCall DestroyOutlet { get; }

    public DestroyCall DestroyInlet { get; }

    public static Liblsl Load()
    {
        Assert.SkipUnless(Path is { Length: > 0 }, "PONS_LIBLSL names no library.");
        return new(Path!);
    }

    public static int FormatOf(SampleType type) => type switch
    {
        SampleType.Float32 => 1,
        SampleType.Float64 => 2,
        SampleType.Text => 3,
        SampleType.Int32 => 4,
        SampleType.Int16 => 5,
        SampleType.Int8 => 6,
        _ => 7,
    };

    private T Get<T>(string name)
        where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(_library, name));
}

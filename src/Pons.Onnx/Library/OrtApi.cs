using System.Runtime.InteropServices;
using System.Text;
using Pons.Decoding;

namespace Pons.Onnx.Library;

/// <summary>
/// The functions of ONNX Runtime that Pons calls, by its table of functions. Faults become <see cref="DecodingException"/>s. The runtime allows
/// any number of threads at once.
/// </summary>
internal sealed unsafe class OrtApi
{
    private const int OnlyFatal = 4;
    private const int DeviceAllocator = 0;
    private const int DefaultMemory = 0;

    private readonly nint* _table;
    private readonly OrtHandle _environment;
    private readonly OrtHandle _memory;

    /// <summary>Starts the runtime: faults are told, not printed, and nothing is reported to anybody.</summary>
    public OrtApi(nint table)
    {
        _table = (nint*)table;
        nint made;
        fixed (byte* name = "pons\0"u8)
            Require(((delegate* unmanaged<int, byte*, nint*, nint>)At(OrtFunction.CreateEnv))(OnlyFatal, name, &made), "Starting the runtime");
        _environment = Own(made, OrtFunction.ReleaseEnv);
        Require(((delegate* unmanaged<nint, nint>)At(OrtFunction.DisableTelemetryEvents))(made), "Switching telemetry off");
        var memory = (delegate* unmanaged<int, int, nint*, nint>)At(OrtFunction.CreateCpuMemoryInfo);
        Require(memory(DeviceAllocator, DefaultMemory, &made), "Starting the runtime");
        _memory = Own(made, OrtFunction.ReleaseMemoryInfo);
    }

    /// <summary>A session of one thread, so that sums are taken in one order.</summary>
    public OrtHandle Session(ReadOnlySpan<byte> model, string name)
    {
        nint made;
        Require(((delegate* unmanaged<nint*, nint>)At(OrtFunction.CreateSessionOptions))(&made), "Making options");
        using var options = Own(made, OrtFunction.ReleaseSessionOptions);
        foreach (var threads in (ReadOnlySpan<OrtFunction>)[OrtFunction.SetIntraOpNumThreads, OrtFunction.SetInterOpNumThreads])
            Require(((delegate* unmanaged<nint, int, nint>)At(threads))(options.Value, 1), "Asking for one thread");
        fixed (byte* bytes = model)
        {
            var create = (delegate* unmanaged<nint, byte*, nuint, nint, nint*, nint>)At(OrtFunction.CreateSessionFromArray);
            Require(create(_environment.Value, bytes, (nuint)model.Length, options.Value, &made), $"Opening '{name}'");
        }

        return Own(made, OrtFunction.ReleaseSession);
    }

    /// <summary>All inputs or all outputs of a session.</summary>
    public OnnxTensor[] Tensors(OrtHandle session, bool inputs)
    {
        nuint count;
        var counting = At(inputs ? OrtFunction.SessionGetInputCount : OrtFunction.SessionGetOutputCount);
        Require(((delegate* unmanaged<nint, nuint*, nint>)counting)(session.Value, &count), "Counting inputs and outputs");
        var tensors = new OnnxTensor[(int)count];
        for (var i = 0; i < tensors.Length; i++) tensors[i] = Tensor(session.Value, (nuint)i, inputs);
        return tensors;
    }

    /// <summary>Runs a session with one input and one output of 32-bit floats.</summary>
    /// <returns>The values and the shape of the output.</returns>
    public (float[] Values, long[] Shape) Run(
        OrtHandle session, OnnxTensor input, ReadOnlySpan<float> values, ReadOnlySpan<long> shape, OnnxTensor output)
    {
        var held = false;
        session.DangerousAddRef(ref held);
        try
        {
            fixed (float* data = values)
            fixed (long* lengths = shape)
            fixed (byte* from = Encoding.UTF8.GetBytes(input.Name + '\0'), to = Encoding.UTF8.GetBytes(output.Name + '\0'))
            {
                nint made;
                var tensor = (delegate* unmanaged<nint, void*, nuint, long*, nuint, int, nint*, nint>)At(OrtFunction.CreateTensorWithDataAsOrtValue);
                var byteCount = (nuint)values.Length * sizeof(float);
                Require(tensor(_memory.Value, data, byteCount, lengths, (nuint)shape.Length, OnnxTensor.Float32, &made), "Making the input");
                using var given = Own(made, OrtFunction.ReleaseValue);
                var (asked, result) = (made, (nint)0);
                var run = (delegate* unmanaged<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint>)At(OrtFunction.Run);
                Require(run(session.Value, 0, &from, &asked, 1, &to, 1, &result), "Running the model");
                using var taken = Own(result, OrtFunction.ReleaseValue);
                return Read(taken);
            }
        }
        finally
        {
            if (held) session.DangerousRelease();
        }
    }

    private (float[] Values, long[] Shape) Read(OrtHandle value)
    {
        nint info;
        Require(((delegate* unmanaged<nint, nint*, nint>)At(OrtFunction.GetTensorTypeAndShape))(value.Value, &info), "Reading the output's shape");
        using var owned = Own(info, OrtFunction.ReleaseTensorTypeAndShapeInfo);
        var (type, shape) = TypeAndShape(info);
        OnnxTensor.RequireFloat32(type, "The output");
        var count = checked((int)shape.Aggregate(1L, (a, b) => a * b));
        if (count == 0) return ([], shape);
        float* data;
        Require(((delegate* unmanaged<nint, float**, nint>)At(OrtFunction.GetTensorMutableData))(value.Value, &data), "Reading the output");
        return (new Span<float>(data, count).ToArray(), shape);
    }

    private OnnxTensor Tensor(nint session, nuint place, bool input)
    {
        nint info, tensor;
        var typing = At(input ? OrtFunction.SessionGetInputTypeInfo : OrtFunction.SessionGetOutputTypeInfo);
        Require(((delegate* unmanaged<nint, nuint, nint*, nint>)typing)(session, place, &info), "Reading a type");
        using var owned = Own(info, OrtFunction.ReleaseTypeInfo);
        Require(((delegate* unmanaged<nint, nint*, nint>)At(OrtFunction.CastTypeInfoToTensorInfo))(info, &tensor), "Reading a type");
        var name = NameOf(session, place, input);
        if (tensor == 0) return new(name, OnnxTensor.NoTensor, []);
        var (type, shape) = TypeAndShape(tensor);
        return new(name, type, [.. shape]);
    }

    private (int Type, long[] Shape) TypeAndShape(nint info)
    {
        int type;
        nuint rank;
        Require(((delegate* unmanaged<nint, int*, nint>)At(OrtFunction.GetTensorElementType))(info, &type), "Reading a type");
        Require(((delegate* unmanaged<nint, nuint*, nint>)At(OrtFunction.GetDimensionsCount))(info, &rank), "Reading a shape");
        var shape = new long[(int)rank];
        fixed (long* lengths = shape)
            Require(((delegate* unmanaged<nint, long*, nuint, nint>)At(OrtFunction.GetDimensions))(info, lengths, rank), "Reading a shape");
        return (type, shape);
    }

    private string NameOf(nint session, nuint place, bool input)
    {
        nint allocator;
        byte* text;
        Require(((delegate* unmanaged<nint*, nint>)At(OrtFunction.GetAllocatorWithDefaultOptions))(&allocator), "Reading a name");
        var naming = At(input ? OrtFunction.SessionGetInputName : OrtFunction.SessionGetOutputName);
        Require(((delegate* unmanaged<nint, nuint, nint, byte**, nint>)naming)(session, place, allocator, &text), "Reading a name");
        var name = Marshal.PtrToStringUTF8((nint)text)!;
        Require(((delegate* unmanaged<nint, byte*, nint>)At(OrtFunction.AllocatorFree))(allocator, text), "Reading a name");
        return name;
    }

    private nint At(OrtFunction function) => _table[(int)function];

    private OrtHandle Own(nint made, OrtFunction release) => new(made, At(release));

    /// <summary>A status that is not null is a fault.</summary>
    private void Require(nint status, string doing)
    {
        if (status == 0) return;
        using var owned = Own(status, OrtFunction.ReleaseStatus);
        var message = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint, nint>)At(OrtFunction.GetErrorMessage))(status));
        throw new DecodingException(
            $"{doing} failed: {message}", "What ONNX Runtime refuses cannot decide anything.",
            "Check that the file is a whole ONNX model with operators that this runtime has; export it again, or install a newer runtime.");
    }
}

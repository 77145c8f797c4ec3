using System.Runtime.InteropServices;
using Pons.Decoding;

namespace Pons.Onnx.Library;

/// <summary>Finds ONNX Runtime, or says how to get it.</summary>
internal sealed unsafe class OnnxLibrary
{
    /// <summary>The environment variable that names the library where it is installed in no usual place.</summary>
    public const string PathVariable = "PONS_ONNXRUNTIME";

    /// <summary>Version of the table of functions: the first, whose members every release has.</summary>
    private const uint TableVersion = 1;

    private static readonly Lazy<OnnxLibrary> InUsualPlaces = new(() => new(
        Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } path ? [path]
        : OperatingSystem.IsWindows() ? ["onnxruntime.dll"]
        : OperatingSystem.IsMacOS() ? ["libonnxruntime.1.dylib", "libonnxruntime.dylib", "/opt/homebrew/lib/libonnxruntime.dylib"]
        : ["libonnxruntime.so.1", "libonnxruntime.so"]));

    private readonly OrtApi? _api;

    /// <summary>Takes the first library of these names that there is.</summary>
    public OnnxLibrary(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (!NativeLibrary.TryLoad(name, out var library)) continue;
            _api = Start(library);
            UnavailableBecause = _api is null ? $"'{name}' was found, but is no ONNX Runtime that Pons can call." : null;
            return;
        }

        UnavailableBecause = $"ONNX Runtime is not installed (looked for {string.Join(", ", names.ToArray())}).";
    }

    /// <summary>The library of this computer.</summary>
    public static OnnxLibrary Default => InUsualPlaces.Value;

    /// <summary>Why no ONNX model can be used here; null when they can.</summary>
    public string? UnavailableBecause { get; }

    /// <summary>The functions.</summary>
    /// <exception cref="DecodingException">There is no runtime.</exception>
    public OrtApi Api => _api ?? throw new DecodingException(
        UnavailableBecause!, "An ONNX model is computed by this library, which is no part of Pons.",
        "Get it from the release archives at https://github.com/microsoft/onnxruntime/releases, or from the npm package onnxruntime-node 1.30.0 "
        + $"(folder bin), and put it on the library path, or name the file in the environment variable {PathVariable}.");

    private static OrtApi? Start(nint library)
    {
        if (!NativeLibrary.TryGetExport(library, "OrtGetApiBase", out var entry)) return null;
        // The base is two functions: the first gives the table of a version, the second the name of the release.
        var known = ((delegate* unmanaged<nint*>)entry)();
        var table = ((delegate* unmanaged<uint, nint>)known[0])(TableVersion);
        return table == 0 ? null : new(table);
    }
}

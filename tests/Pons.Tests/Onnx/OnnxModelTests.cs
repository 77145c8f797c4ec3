using Pons.Decoding;
using Pons.Onnx;
using Pons.Onnx.Library;
using Pons.Tests.Reference;

namespace Pons.Tests.Onnx;

public sealed class OnnxModelTests
{
    private static byte[] Small => OnnxMade.Linear([1, 2, 3], [1, 2], [1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 1], [0.5f, -1]);

    [Fact]
    public void Missing_runtime_is_told_with_what_to_install()
    {
        var library = new OnnxLibrary("libonnxruntime-that-is-nowhere.so", "nor-this.dll");
        var fault = Assert.Throws<DecodingException>(() => OnnxModel.Of(Small, "m.onnx", library));
        Assert.Equal("ONNX Runtime is not installed (looked for libonnxruntime-that-is-nowhere.so, nor-this.dll).", fault.What);
        Assert.Contains("no part of Pons", fault.Why, StringComparison.Ordinal);
        foreach (var word in (string[])["onnxruntime-node 1.30.0", "releases", "PONS_ONNXRUNTIME"])
            Assert.Contains(word, fault.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_library_is_not_called()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The library of C is named so on Linux.");
        Assert.Equal("'libc.so.6' was found, but is no ONNX Runtime that Pons can call.", new OnnxLibrary("libc.so.6").UnavailableBecause);
    }

    [Fact]
    public void Model_says_what_it_takes_and_gives()
    {
        OnnxMade.SkipWithoutLibrary();
        using var model = OnnxModel.Of(Small, "m.onnx");
        Assert.Equal(("'x' float32 [1 × 2 × 3]", "'y' float32 [1 × 2]"), (model.Input.ToString(), model.Output.ToString()));
        var (values, shape) = model.Run([1, 1, 1, 1, 1, 1], [1, 2, 3]);
        Assert.Equal([21.5f, 0], values);
        Assert.Equal([1L, 2], shape);
    }

    [Fact]
    public void Open_lengths_are_told()
    {
        OnnxMade.SkipWithoutLibrary();
        using var model = OnnxModel.Of(OnnxMade.Linear([-1, 2, 3], [-1, 2], new float[12], new float[2]), "m.onnx");
        Assert.Equal("'x' float32 [any × 2 × 3]", model.Input.ToString());
        Assert.Equal([2L, 2], model.Run(new float[12], [2, 2, 3]).Shape);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(120)]
    public void Cut_files_are_refused(int length)
    {
        OnnxMade.SkipWithoutLibrary();
        var fault = Assert.Throws<DecodingException>(() => OnnxModel.Of(Small.AsSpan(0, length), "cut.onnx"));
        Assert.Equal("'cut.onnx' is no whole ONNX model.", fault.What);
        Assert.Contains("export the model again", fault.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_runtime_does_not_know_is_told_in_its_words()
    {
        OnnxMade.SkipWithoutLibrary();
        var bytes = Small;
        "Gemn"u8.CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf("Gemm"u8)));
        var fault = Assert.Throws<DecodingException>(() => OnnxModel.Of(bytes, "m.onnx"));
        Assert.StartsWith("Opening 'm.onnx' failed: ", fault.What, StringComparison.Ordinal);
        Assert.Contains("Gemn", fault.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_files_give_the_documented_error_or_a_model()
    {
        OnnxMade.SkipWithoutLibrary();
        var random = new SplitMix(3);
        for (var i = 0; i < 500; i++)
        {
            var bytes = Small;
            for (var k = 0; k < 3; k++) bytes[(int)(random.Next() % (ulong)bytes.Length)] = (byte)random.Next();
            try
            {
                OnnxModel.Of(bytes, "m.onnx").Dispose();
            }
            catch (DecodingException)
            {
                // Refused as it says.
            }
        }
    }

    [Fact]
    public void Text_is_no_model()
    {
        OnnxMade.SkipWithoutLibrary();
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathOf("m.onnx"), "version https://git-lfs.github.com/spec/v1\n");
        Assert.Equal("'m.onnx' is no whole ONNX model.", Refused(() => OnnxModel.Open(folder.PathOf("m.onnx"))));
    }

    /// <summary>Otherwise a model could make any file of the computer an input of its own.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Weights_outside_of_the_model_are_refused(bool byWholePath)
    {
        OnnxMade.SkipWithoutLibrary();
        var file = $"outside-{byWholePath}.bin";
        File.WriteAllBytes(file, new byte[48]);
        try
        {
            var outside = OnnxMade.Linear([1, 2, 3], [1, 2], new float[12], new float[2], weightsFile: byWholePath ? Path.GetFullPath(file) : file);
            Assert.Equal("'m.onnx' has weights in another file.", Refused(() => OnnxModel.Of(outside, "m.onnx")));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Wrong_type_and_number_of_tensors_are_refused()
    {
        OnnxMade.SkipWithoutLibrary();
        var whole = OnnxMade.Linear([1, 2, 3], [1, 2], new float[12], new float[2], inputType: OnnxMade.Int64);
        Assert.Equal("The input 'x' of the model holds elements of int64.", Refused(() => OnnxModel.Of(whole, "m.onnx")));
        var two = OnnxMade.Linear([1, 2, 3], [1, 2], new float[12], new float[2], showsFeatures: true);
        Assert.Equal("'m.onnx' has 2 outputs: 'y' float32 [1 × 2], 'f' float32 [1 × 6].", Refused(() => OnnxModel.Of(two, "m.onnx")));
    }

    [Fact]
    public void Wrong_shape_is_refused_when_it_runs()
    {
        OnnxMade.SkipWithoutLibrary();
        using var model = OnnxModel.Of(Small, "m.onnx");
        Assert.StartsWith("Running the model failed: ", Refused(() => model.Run(new float[8], [1, 2, 4])), StringComparison.Ordinal);
        Assert.Equal("5 values were given to 'm.onnx' as [1 × 2 × 3].", Refused(() => model.Run(new float[5], [1, 2, 3])));
    }

    [Fact]
    public void Closed_model_does_not_run()
    {
        OnnxMade.SkipWithoutLibrary();
        var model = OnnxModel.Of(Small, "m.onnx");
        model.Dispose();
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => model.Run(new float[6], [1, 2, 3]));
    }

    private static string Refused(Func<object> act) => Assert.Throws<DecodingException>(act).What;
}

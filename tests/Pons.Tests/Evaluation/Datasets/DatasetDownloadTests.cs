using System.Security.Cryptography;
using System.Text;
using Pons.Evaluation;
using Pons.Evaluation.Datasets;

namespace Pons.Tests.Evaluation.Datasets;

public sealed class DatasetDownloadTests : IDisposable
{
    private static readonly byte[] One = Encoding.UTF8.GetBytes("the first recording"), Two = new byte[300_000];
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Files_are_fetched_once_and_compared()
    {
        using var server = new LocalServer(new() { ["set/S1/one.edf"] = One, ["set/two.edf"] = Two });
        var set = Set(server, FileOf("one.edf", One) with { From = "S1/one.edf" }, FileOf("sub/two.edf", Two) with { From = "two.edf" });
        Assert.Equal((2, 0), await GetAsync(set));
        Assert.Equal(One, File.ReadAllBytes(_folder.PathOf("own/set/one.edf")));
        Assert.Equal(Two, File.ReadAllBytes(_folder.PathOf("own/set/sub/two.edf")));
        Assert.Equal((0, 2), await GetAsync(set));
        Assert.Equal(2, server.Asked.Count);
        File.WriteAllText(_folder.PathOf("own/set/one.edf"), "half");
        Assert.Equal((1, 1), await GetAsync(set));
    }

    [Fact]
    public async Task Another_file_than_described_is_not_kept()
    {
        using var server = new LocalServer(new() { ["set/one.edf"] = One, ["set/two.edf"] = Two });
        var wrong = await Assert.ThrowsAsync<EvaluationException>(() => GetAsync(Set(server, FileOf("one.edf", Two) with { Bytes = null })));
        Assert.Contains("SHA-256", wrong.What, StringComparison.Ordinal);
        var longer = await Assert.ThrowsAsync<EvaluationException>(() => GetAsync(Set(server, FileOf("two.edf", One))));
        Assert.Contains("more than the 19 bytes", longer.What, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_source_that_does_not_answer_is_named()
    {
        using var server = new LocalServer([]);
        var absent = await Assert.ThrowsAsync<EvaluationException>(() => GetAsync(Set(server, FileOf("one.edf", One))));
        Assert.Contains("answered 404", absent.What, StringComparison.Ordinal);
        var nobody = Set(server, FileOf("one.edf", One)) with { Source = new() { Url = "http://127.0.0.1:1/" } };
        Assert.Contains("127.0.0.1:1", (await Assert.ThrowsAsync<EvaluationException>(() => GetAsync(nobody))).What, StringComparison.Ordinal);
        Assert.Contains("no source", (await Assert.ThrowsAsync<EvaluationException>(() => GetAsync(nobody with { Source = null }))).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_publishers_list_of_checksums_says_what_to_fetch()
    {
        var list = $"{HashOf(One)}  S001/one.edf\n{HashOf(Two)} *S001/two.edf\n{HashOf(Two)}  ../../outside.edf\nno line\n{HashOf(One)}  S001/one.txt\r\n";
        using var server = new LocalServer(new() { ["set/SHA256SUMS.txt"] = Encoding.UTF8.GetBytes(list), ["set/S001/one.edf"] = One, ["set/S001/two.edf"] = Two });
        var set = Set(server);
        set = set with { Source = set.Source! with { Checksums = "SHA256SUMS.txt", Pattern = @"\.edf$" } };
        Assert.Equal((2, 0), await GetAsync(set));
        Assert.Equal(["one.edf", "two.edf"], Directory.GetFiles(_folder.PathOf("own/set")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task It_can_be_cancelled_and_leaves_nothing_half()
    {
        using var server = new LocalServer(new() { ["set/two.edf"] = Two });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new DatasetDownload(_client).RunAsync(Set(server, FileOf("two.edf", Two)), _folder.Path, cancellation: new(canceled: true)));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    private Task<(int, int)> GetAsync(DatasetDescription set) =>
        new DatasetDownload(_client).RunAsync(set, _folder.Path, cancellation: TestContext.Current.CancellationToken);

    private static DatasetDescription Set(LocalServer server, params DatasetFile[] files) => new()
    {
        Name = "own",
        Title = new("own", "自有"),
        Licence = new("CC0-1.0", true),
        Folder = "own/set",
        Source = new() { Url = server.Url + "set/" },
        Files = [.. files],
    };

    private static DatasetFile FileOf(string path, byte[] bytes) => new() { Path = path, Sha256 = HashOf(bytes), Bytes = bytes.Length };

    private static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

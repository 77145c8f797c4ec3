using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Pons.Evaluation.Datasets;

/// <summary>
/// Fetches the files of a data set from its source. A file appears under its name only when its checksum is right; what is there
/// already and right is not fetched again; what was fetched half is fetched anew.
/// </summary>
/// <param name="Client">Makes the requests.</param>
public sealed record DatasetDownload(HttpClient Client)
{
    private const string Partial = ".part";
    private const int LongestList = 1 << 26;
    private const int MostFiles = 200_000;

    /// <summary>Fetches what is missing.</summary>
    /// <param name="description">The data set; it has a source.</param>
    /// <param name="data">Folder of data sets; made when it is not there.</param>
    /// <param name="progress">Told the share of files that are done.</param>
    /// <param name="cancellation">Stops between two pieces of a file, and leaves nothing half under its name.</param>
    /// <returns>How many files were fetched and how many were there.</returns>
    /// <exception cref="EvaluationException">There is no source, it does not answer, or it gives another file than described.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<(int Fetched, int Present)> RunAsync(
        DatasetDescription description, string data, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(description);
        var source = description.Source ?? throw new EvaluationException(
            $"The data set '{description.Name}' has no source with checksums.", "What came from elsewhere could not be told from what was published.",
            description.Homepage.Length > 0 ? $"Get it from {description.Homepage}, under its own terms." : "Get it from its publisher, under its own terms.");
        var files = description.Files.IsEmpty ? await ListedAsync(source, cancellation).ConfigureAwait(false) : description.Files;
        var folder = new DatasetFolder(description, Path.Combine(data, description.Folder.Replace('/', Path.DirectorySeparatorChar)));
        var (fetched, present) = (0, 0);
        foreach (var file in files)
        {
            if (IsThere(folder.PathOf(file), file)) present++;
            else
            {
                await FetchAsync(source, file, folder.PathOf(file), cancellation).ConfigureAwait(false);
                fetched++;
            }

            progress?.Report((double)(fetched + present) / files.Length);
        }

        return (fetched, present);
    }

    private static bool IsThere(string path, DatasetFile file) => File.Exists(path) && DatasetRecording.HashOf(path) == file.Sha256;

    private async Task FetchAsync(DatasetSource source, DatasetFile file, string path, CancellationToken cancellation)
    {
        var address = new Uri(new Uri(source.Url), file.From ?? string.Join('/', file.Path.Split('/').Select(Uri.EscapeDataString)));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            using (var answer = await AskAsync(address, cancellation).ConfigureAwait(false))
            await using (var stream = await answer.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false))
            {
                var hash = await CopyAsync(stream, path + Partial, file.Bytes, address, cancellation).ConfigureAwait(false);
                if (hash != file.Sha256)
                    throw new EvaluationException(
                        $"{address} gave a file with the SHA-256 {hash[..12]}…, the description says {file.Sha256[..12]}….",
                        "It is another version, or was damaged on the way; figures from it could not be compared with any other.",
                        "Try again; if it stays so, the publisher has changed the file.");
            }

            File.Move(path + Partial, path, overwrite: true);
        }
        catch (HttpRequestException fault)
        {
            throw Unreachable(address, fault.Message, fault);
        }
        finally
        {
            File.Delete(path + Partial);
        }
    }

    private async Task<HttpResponseMessage> AskAsync(Uri address, CancellationToken cancellation)
    {
        var answer = await Client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        if (answer.StatusCode == HttpStatusCode.OK) return answer;
        var status = (int)answer.StatusCode;
        answer.Dispose();
        throw Unreachable(address, $"it answered {status}");
    }

    private static async Task<string> CopyAsync(Stream from, string path, long? mostBytes, Uri address, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var to = File.Create(path);
        var buffer = new byte[1 << 16];
        long total = 0;
        while (await from.ReadAsync(buffer, cancellation).ConfigureAwait(false) is > 0 and var count)
        {
            total += count;
            if (total > mostBytes)
                throw new EvaluationException(
                    $"{address} gives more than the {mostBytes} bytes of the description.", "It is another file.", "Try again; if it stays so, the publisher has changed the file.");
            hash.AppendData(buffer, 0, count);
            await to.WriteAsync(buffer.AsMemory(0, count), cancellation).ConfigureAwait(false);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The publisher's own list: lines of a checksum, white space and a path.</summary>
    private async Task<ImmutableArray<DatasetFile>> ListedAsync(DatasetSource source, CancellationToken cancellation)
    {
        var address = new Uri(new Uri(source.Url), source.Checksums ?? throw new EvaluationException(
            "The description lists no files and no list of checksums.", "Nothing says which files belong to the data set.", "Add one of them."));
        try
        {
            using var answer = await AskAsync(address, cancellation).ConfigureAwait(false);
            var wanted = source.Pattern is null ? null : new Regex(source.Pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
            await answer.Content.LoadIntoBufferAsync(LongestList, cancellation).ConfigureAwait(false);
            var text = await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
            var files = text.Split('\n').Select(Listed).OfType<DatasetFile>().Where(f => wanted?.IsMatch(f.Path) != false).Take(MostFiles).ToImmutableArray();
            return files.IsEmpty ? throw Unreachable(address, "its list names none of the files that are wanted") : files;
        }
        catch (HttpRequestException fault)
        {
            throw Unreachable(address, fault.Message, fault);
        }
    }

    private static DatasetFile? Listed(string line)
    {
        var parts = line.TrimEnd('\r').Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length != 2 || parts[0].Length != 64) return null;
        var path = parts[1].TrimStart('*');
        if (Path.IsPathRooted(path) || path.Split('/', '\\').Contains("..")) return null;
        // Runs are found by the name of their file, so a folder a person is not kept.
        return new() { Path = path.Split('/')[^1], Sha256 = parts[0].ToLowerInvariant(), From = path };
    }

    private static EvaluationException Unreachable(Uri address, string what, Exception? inner = null) => new(
        $"{address} cannot be fetched: {what}.", "The data set would be incomplete.", "Check the connection, or get the files by hand and put them in their folder.", inner);
}

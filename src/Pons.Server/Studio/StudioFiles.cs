using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Pons.Server.Studio;

/// <summary>The built pages, held in memory: path without leading slash → content, type and tag.</summary>
internal sealed class StudioFiles
{
    private const string Prefix = "studio/";
    private readonly FrozenDictionary<string, StudioFile> _files;

    private StudioFiles(IEnumerable<StudioFile> files) => _files = files.ToFrozenDictionary(f => f.Path, StringComparer.Ordinal);

    /// <summary>The pages built into this assembly; empty when it was built without the studio.</summary>
    public static StudioFiles Embedded { get; } = new(Read(typeof(StudioFiles).Assembly));

    public bool IsEmpty => _files.Count == 0;

    public StudioFile? Find(string path) => _files.GetValueOrDefault(path);

    private static IEnumerable<StudioFile> Read(Assembly assembly)
    {
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\"");
            yield return new(name[Prefix.Length..], content, TypeOf(name), tag);
        }
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".woff2" => "font/woff2",
        ".json" or ".webmanifest" => "application/json; charset=utf-8",
        ".txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
}

using Microsoft.Net.Http.Headers;

namespace Pons.Server.Studio;

/// <summary>One file of the built pages.</summary>
internal sealed record StudioFile(string Path, byte[] Content, string ContentType, EntityTagHeaderValue Tag)
{
    /// <summary>The build puts a content hash into the names below <c>assets/</c>, so these never change.</summary>
    public bool IsImmutable => Path.StartsWith("assets/", StringComparison.Ordinal);
}

namespace Pons.Server.Studio;

/// <summary>Serves the pages. There is one HTML page; what it shows stands in the part of the address after <c>#</c>.</summary>
internal static class StudioEndpoints
{
    private static readonly ProblemMessage NotBuilt = new(
        "This build of Pons holds no studio.",
        "It was made with SkipStudio=true, so there are no pages to show; the API works.",
        "Build again with Node.js 20.19 or newer installed and without SkipStudio.");

    public static void Map(IEndpointRouteBuilder routes, StudioFiles files) =>
        routes.MapMethods("/{**path}", [HttpMethods.Get, HttpMethods.Head],
            (HttpContext context, string? path) => Serve(context, files, path ?? ""));

    private static IResult Serve(HttpContext context, StudioFiles files, string path)
    {
        if (files.IsEmpty) return Results.Json(NotBuilt, statusCode: StatusCodes.Status503ServiceUnavailable);
        if (files.Find(path.Length == 0 ? "index.html" : path) is not { } file) return Results.NotFound();
        context.Response.Headers.CacheControl = file.IsImmutable ? "public, max-age=31536000, immutable" : "no-cache";
        return Results.Bytes(file.Content, file.ContentType, entityTag: file.Tag);
    }
}

namespace Pons.Server.Access;

/// <summary>
/// Refuses what a page of another site makes a browser send: a foreign Host (DNS rebinding) on any request, and a foreign
/// Origin on everything but plain reading. A program that is no browser sends no Origin and passes.
/// </summary>
internal sealed class OriginGuard(RequestDelegate next, ListenAddress address)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!address.Answers(request.Host)) return RefuseAsync(context, StatusCodes.Status421MisdirectedRequest, "Host");
        var reads = (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && !request.Headers.ContainsKey("Upgrade");
        if (!reads && IsForeign(request)) return RefuseAsync(context, StatusCodes.Status403Forbidden, "Origin");
        return next(context);
    }

    private static bool IsForeign(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        if (origin.Count == 0) return false;
        return origin.Count > 1 || !string.Equals(origin[0], $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }

    private static Task RefuseAsync(HttpContext context, int status, string header)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(ProblemMessage.Of(
            ProblemCode.Foreign, $"The {header} header of this request does not belong to this server.",
            "A page of another site could otherwise read the signals or stop the session.",
            "Open the studio by the address that it printed."));
    }
}

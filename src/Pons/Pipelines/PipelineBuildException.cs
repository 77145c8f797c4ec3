namespace Pons.Pipelines;

/// <summary>A pipeline cannot be built for the stream it was given; nothing has run yet.</summary>
public sealed class PipelineBuildException : PonsException
{
    /// <summary>Names the stage and the stream.</summary>
    public PipelineBuildException(string stage, string stream, string what, string why, string remedy, Exception? inner = null)
        : base($"Stage '{stage}' on stream '{stream}': {what}", why, remedy, inner)
    {
        Stage = stage;
        Stream = stream;
    }

    /// <summary>The stage that refused.</summary>
    public string Stage { get; }

    /// <summary>The stream that it refused.</summary>
    public string Stream { get; }
}

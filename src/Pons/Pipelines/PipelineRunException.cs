namespace Pons.Pipelines;

/// <summary>A running pipeline met data that it cannot process.</summary>
public sealed class PipelineRunException : PonsException
{
    /// <summary>Names the stage and the stream.</summary>
    public PipelineRunException(string stage, string stream, string what, string why, string remedy, Exception? inner = null)
        : base($"Stage '{stage}' on stream '{stream}': {what}", why, remedy, inner)
    {
        Stage = stage;
        Stream = stream;
    }

    /// <summary>The stage that failed.</summary>
    public string Stage { get; }

    /// <summary>The stream that it worked on.</summary>
    public string Stream { get; }
}

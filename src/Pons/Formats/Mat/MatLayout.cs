namespace Pons.Formats.Mat;

/// <summary>One way in which programs arrange a recording in variables.</summary>
internal abstract class MatLayout
{
    /// <summary>The recording; null when the variables are not arranged in this way.</summary>
    public abstract MatContent? TryRead(MatInput input);
}

namespace Pons.Evaluation;

/// <summary>How far an evaluation is.</summary>
/// <param name="Done">Subjects that are done.</param>
/// <param name="Total">Subjects in all.</param>
/// <param name="Subject">The subject that was done last.</param>
public sealed record EvaluationProgress(int Done, int Total, Decoding.SubjectId Subject);

namespace Pons.Onnx;

/// <summary>What the numbers at the output of a model are. It is stated, never guessed: a score may look like a probability.</summary>
public enum OnnxScores
{
    /// <summary>Scores of any size (logits), from which softmax makes probabilities.</summary>
    Logits,

    /// <summary>Probabilities. Each is within [0, 1] and they sum to one, within 0.001, or there is no decision.</summary>
    Probabilities,
}

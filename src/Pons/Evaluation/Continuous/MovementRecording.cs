using Pons.Decoding.Continuous;
using Pons.Evaluation.Datasets;
using Pons.Formats.Mat;
using Pons.Geometry;

namespace Pons.Evaluation.Continuous;

/// <summary>A MATLAB file of counts [bin × unit] and movement [bin × axis].</summary>
internal static class MovementRecording
{
    /// <summary>Reads it.</summary>
    public static BinnedMovement Read(string path, MovementTask task)
    {
        using var file = MatFile.Open(File.OpenRead(path), Path.GetFileName(path));
        return new(Values(file, task.Counts), Values(file, task.Position), Values(file, task.Velocity), task.BinSeconds);
    }

    private static Matrix Values(MatContainer file, MovementColumns wanted)
    {
        if (file.Read(wanted.Variable) is not MatArray { Rows: >= 1 and <= 10_000_000, Columns: >= 1 and <= 10_000 } array)
            throw new EvaluationException(
                $"'{file.File}' holds {file.Listing()} and no matrix '{wanted.Variable}'.", "Counts and movement are read by these names.",
                "Use the file as it was published.");
        int rows = (int)array.Rows, columns = (int)array.Columns, count = wanted.Count ?? columns - wanted.First;
        if (wanted.First < 0 || count < 1 || wanted.First + count > columns)
            throw new EvaluationException(
                $"'{wanted.Variable}' in '{file.File}' has {columns} columns; {count} from {wanted.First} on are asked for.",
                "They hold the counts or the movement.", "Use the file as it was published, or correct its description.");
        var values = new double[rows * columns];
        array.Read(new(0, rows, 0, columns), values);
        var all = new Matrix(columns, rows, values).Transpose();
        var part = new Matrix(rows, count);
        for (var t = 0; t < rows; t++) all.Row(t).Slice(wanted.First, count).CopyTo(part.Row(t));
        return part;
    }
}

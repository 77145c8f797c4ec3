using Pons.Decoding.Continuous;
using Pons.Formats.Mat;
using Pons.Geometry;

namespace Pons.Evaluation.Continuous;

/// <summary>
/// A MATLAB file of counts [bin × unit] and movement. Neither file states the length of its bins: 0.1 s and 0.049 s follow from position
/// and velocity, and are used for times alone.
/// </summary>
internal sealed record MovementRecording(string Folder, string File, double BinSeconds, Func<MatContainer, Matrix[]> Matrices)
{
    /// <summary>Motor cortex: X = x, y, vx, vy, and Y = counts of 95 units. Spliced from trials: positions jump where they join.</summary>
    public static MovementRecording MotorCortex { get; } = new("m1_decoding", "contdata95.mat", 0.1, file =>
    {
        var movement = Values(file, "X");
        return [Values(file, "Y"), Columns(movement, 0, 2), Columns(movement, 2, 2)];
    });

    /// <summary>Area 2 of somatosensory cortex: spikes of 52 units, pos, vel.</summary>
    public static MovementRecording AreaTwo { get; } = new(
        "s1_decoding", "s1_data.mat", 0.05, file => [Values(file, "spikes"), Values(file, "pos"), Values(file, "vel")]);

    /// <summary>The file in this folder, or where a collection of recordings keeps it.</summary>
    public string Find(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string[] places = [folder, Path.Combine(folder, Folder), Path.Combine(folder, "spikes", Folder)];
        return places.Select(p => Path.Combine(p, File)).FirstOrDefault(System.IO.File.Exists) ?? throw new EvaluationException(
            $"'{File}' is not in '{folder}'.", "It holds the spikes and the movement of this data set.",
            $"Give the folder that holds it, or one that holds it as spikes/{Folder}/{File}.");
    }

    /// <summary>Reads it.</summary>
    public BinnedMovement Read(string path)
    {
        using var file = MatFile.Open(System.IO.File.OpenRead(path), Path.GetFileName(path));
        var parts = Matrices(file);
        return new(parts[0], parts[1], parts[2], BinSeconds);
    }

    private static Matrix Values(MatContainer file, string name)
    {
        if (file.Read(name) is not MatArray { Rows: >= 1 and <= 10_000_000, Columns: >= 1 and <= 10_000 } array)
            throw new EvaluationException(
                $"'{file.File}' holds {file.Listing()} and no matrix '{name}'.", "Counts and movement are read by these names.",
                "Use the file as it was published.");
        int rows = (int)array.Rows, columns = (int)array.Columns;
        var values = new double[rows * columns];
        array.Read(new(0, rows, 0, columns), values);
        return new Matrix(columns, rows, values).Transpose();
    }

    private static Matrix Columns(Matrix matrix, int first, int count)
    {
        if (matrix.Columns < first + count)
            throw new EvaluationException(
                $"The movement has {matrix.Columns} columns.", "It must be x, y and their velocities.", "Use the file as it was published.");
        var part = new Matrix(matrix.Rows, count);
        for (var t = 0; t < matrix.Rows; t++) matrix.Row(t).Slice(first, count).CopyTo(part.Row(t));
        return part;
    }
}

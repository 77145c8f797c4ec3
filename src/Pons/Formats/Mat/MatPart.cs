namespace Pons.Formats.Mat;

/// <summary>Rows and columns of a matrix; all dimensions behind the first together are its columns.</summary>
internal readonly record struct MatPart(long Row, int Rows, long Column, int Columns)
{
    public int Count => checked(Rows * Columns);
}

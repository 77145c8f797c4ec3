using System.Text;

namespace Pons.Cli;

/// <summary>Writes lines without the spaces at their ends, with which tables are filled up for a screen. One thread at a time.</summary>
/// <param name="writer">Takes the lines.</param>
internal sealed class TrimmedLines(TextWriter writer) : TextWriter
{
    private int _spaces;

    public override Encoding Encoding => writer.Encoding;

    public override void Write(char value)
    {
        if (value == ' ')
        {
            _spaces++;
            return;
        }

        if (value is '\r' or '\n') _spaces = 0;
        for (; _spaces > 0; _spaces--) writer.Write(' ');
        writer.Write(value);
    }

    public override void Flush() => writer.Flush();
}

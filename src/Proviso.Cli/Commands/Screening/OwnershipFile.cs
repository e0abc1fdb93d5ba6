using Proviso.Parties.Ownership;
using Proviso.Storage.Files;

namespace Proviso.Cli.Commands.Screening;

/// <summary>Reads a file that says who owns whom; its format is told by its content.</summary>
internal static class OwnershipFile
{
    private const int Opening = 4096;

    // The whole of the United Kingdom's register is some 10 GB.
    private const long MostBytes = 32L << 30;

    /// <summary>Reads it, or says what is wrong with it.</summary>
    public static OwnershipBook Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new CliException($"no such file: {path}", "name a CSV table, GLEIF relationship records, a UK snapshot of significant control, or beneficial ownership statements");
        }

        using var stream = BoundedFile.Open(path, MostBytes, "file of ownership");
        if (!stream.CanSeek)
        {
            // Its format is told by its beginning, which is then read again.
            throw new CliException($"{path} is a pipe", "write it to a file and name that");
        }

        var opening = new byte[Opening];
        var start = System.Text.Encoding.Latin1.GetString(opening, 0, stream.ReadAtLeast(opening, Opening, throwOnEndOfStream: false)).TrimStart('\u00EF', '\u00BB', '\u00BF').TrimStart();
        stream.Position = 0;
        var reading = start.StartsWith('{') || start.StartsWith('[')
            ? start.Contains("\"company_number\"", StringComparison.Ordinal) ? OwnershipBook.ReadUkControl(stream) : OwnershipBook.ReadStatements(stream)
            : start.Contains("Relationship.StartNode", StringComparison.Ordinal) ? OwnershipBook.ReadGleif(stream) : OwnershipBook.ReadCsv(stream);
        foreach (var note in reading.Notes)
        {
            Console.Error.WriteLine($"note: {Shown.Text(note)}");
        }

        if (reading.Book is { } book)
        {
            return book;
        }

        foreach (var problem in reading.Problems.Skip(1))
        {
            Console.Error.WriteLine($"{path}:{problem}");
        }

        var first = reading.Problems[0];
        throw new CliException($"{path}:{first}", first.Help ?? "correct the file; nothing is answered while it is broken");
    }
}

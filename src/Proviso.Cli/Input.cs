using System.Text;
using Proviso.Storage.Files;

namespace Proviso.Cli;

/// <summary>Standard input, within bounds, and the bounds of files that are read line by line.</summary>
internal static class Input
{
    /// <summary>The most bytes of a file or stream of lines: memory does not grow with it, so this ends what never would. A million transactions have about one gigabyte.</summary>
    public const long MostBytes = 1L << 40;

    /// <summary>The most characters of one line.</summary>
    public const int LongestLine = 1 << 20;

    /// <summary>The most lines.</summary>
    public const long MostLines = 100_000_000;

    /// <summary>Standard input as bytes.</summary>
    public static Stream Standard() => BoundedFile.Bound(Console.OpenStandardInput(), "standard input", MostBytes, "stream of lines");

    /// <summary>A file of lines as text in UTF-8.</summary>
    public static TextReader Text(string path, string kind) => BoundedFile.OpenText(path, MostBytes, kind);

    /// <summary>Standard input as text in UTF-8.</summary>
    public static TextReader StandardText() => new StreamReader(Standard(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
}

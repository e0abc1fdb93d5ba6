using System.Text;
using Proviso.Rules;
using Proviso.Rules.Diagnostics;
using Proviso.Rules.Text;

namespace Proviso.Cli;

/// <summary>Finds and loads law files. A folder with an error answers nothing.</summary>
internal static class LawFolder
{
    // The whole law of nine corpora is under half a megabyte; a file this large is no law file.
    private const long MostBytes = 16 * 1024 * 1024;

    /// <summary>The folder to use: the one named, else <c>law</c> beside the checkout that PROVISO_HOME names, else above the program or here.</summary>
    public static string Find(string? named) => named ?? FindBeside("law");

    /// <summary>A folder of the checkout by name.</summary>
    public static string FindBeside(string name)
    {
        var starts = new[] { Environment.GetEnvironmentVariable("PROVISO_HOME"), AppContext.BaseDirectory, Environment.CurrentDirectory };
        foreach (var start in starts.OfType<string>().Where(s => s.Length > 0))
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var candidate = Path.Combine(folder.FullName, name);
                if (Directory.Exists(candidate) && (name != "law" || File.Exists(Path.Combine(candidate, "vocabulary.law"))))
                {
                    return candidate;
                }
            }
        }

        throw new CliException($"no folder `{name}` found beside the program or above this folder", $"name one with `--{name} DIR`");
    }

    /// <summary>Reads the law files of a folder, or one file.</summary>
    public static List<SourceText> Read(string path)
    {
        if (File.Exists(path))
        {
            return [ReadFile(path, Path.GetFileName(path))];
        }

        if (!Directory.Exists(path))
        {
            throw new CliException($"no such file or folder: {path}", "name a folder with law files");
        }

        var files = Directory.GetFiles(path, "*.law", SearchOption.AllDirectories);
        return files.Length == 0
            ? throw new CliException($"no law files (*.law) in {path}", "name a folder with law files")
            : [.. files.Order(StringComparer.Ordinal).Select(f => ReadFile(f, Path.GetRelativePath(path, f).Replace('\\', '/')))];
    }

    /// <summary>Loads a folder; when it has errors, prints them on standard error and gives null.</summary>
    public static RuleSet? Load(string? named, TextWriter errors)
    {
        var folder = Find(named);
        var loaded = RuleSet.Load(Read(folder));
        if (loaded.RuleSet is null)
        {
            Print(loaded.Diagnostics, errors);
            errors.WriteLine($"the law in {folder} has errors, so it answers nothing; `proviso law check` lists them");
        }

        return loaded.RuleSet;
    }

    /// <summary>Prints diagnostics one after the other.</summary>
    public static void Print(IEnumerable<Diagnostic> diagnostics, TextWriter writer)
    {
        foreach (var diagnostic in diagnostics)
        {
            DiagnosticPrinter.Write(writer, diagnostic);
            writer.WriteLine();
        }
    }

    private static SourceText ReadFile(string path, string name)
    {
        var length = new FileInfo(path).Length;
        if (length > MostBytes)
        {
            throw new CliException($"{name} has {length} bytes; a law file has at most {MostBytes}", "split it, or name the right file");
        }

        try
        {
            return new SourceText(name, new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF'));
        }
        catch (DecoderFallbackException e)
        {
            throw new CliException($"{name} is not UTF-8: byte {e.Index} does not belong", "save the file as UTF-8");
        }
    }
}

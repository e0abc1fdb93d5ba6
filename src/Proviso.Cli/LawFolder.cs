using Proviso.Determinations;
using Proviso.Rules;
using Proviso.Rules.Diagnostics;
using Proviso.Rules.Text;
using Proviso.Storage.Files;

namespace Proviso.Cli;

/// <summary>Finds and loads law files. A folder with an error answers nothing.</summary>
internal static class LawFolder
{
    // The whole law of nine corpora is under half a megabyte; a file this large is no law file.
    private const long MostBytes = 4 * 1024 * 1024;

    // A file that is wrong throughout need not be told line by line.
    private const int MostShown = 500;

    // Twenty-some files hold all that is modelled; a folder with this many is another folder.
    private const int MostFiles = 10_000;
    private const long MostBytesTogether = 16 * 1024 * 1024;

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

        // A link to a folder above would be walked without end.
        var files = Directory.EnumerateFiles(path, "*.law", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 16, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false }).Take(MostFiles + 1).ToList();
        if (files.Count is 0 or > MostFiles)
        {
            throw new CliException(files.Count == 0 ? $"no law files (*.law) in {path}" : $"more than {MostFiles} law files in {path}", "name a folder with law files");
        }

        var sources = new List<SourceText>();
        var together = 0L;
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            sources.Add(ReadFile(file, Path.GetRelativePath(path, file).Replace('\\', '/')));
            together += sources[^1].Content.Length;
            if (together > MostBytesTogether)
            {
                throw new CliException($"the law files in {path} have more than {MostBytesTogether} characters together", "name the folder that holds the law alone");
            }
        }

        return sources;
    }

    /// <summary>Loads a folder; when it has errors, prints them on standard error and gives null.</summary>
    /// <param name="named">The folder named, or null.</param>
    /// <param name="errors">Where errors are printed.</param>
    /// <param name="asker">Who asks: law with readers is loaded for them alone.</param>
    public static RuleSet? Load(string? named, TextWriter errors, string? asker = null)
    {
        var folder = Find(named);
        var sources = Read(folder);
        var loaded = RuleSet.Load(sources, asker);
        if (loaded.RuleSet is null)
        {
            Print(loaded.Diagnostics, errors);
            errors.WriteLine($"the law in {folder} has errors, so it answers nothing; `proviso law check` lists them");
        }

        return loaded.RuleSet is { } rules && Differences(folder, sources) is { Count: > 0 } differences ? rules.Lacking(differences) : loaded.RuleSet;
    }

    /// <summary>
    /// What a folder lacks of what its manifest says. The manifest speaks of law for everybody: it names nothing that was written to somebody, and
    /// nothing of that is held against it.
    /// </summary>
    public static IReadOnlyList<string> Differences(string folder, IReadOnlyList<SourceText> sources)
    {
        var open = RuleSet.Visible(sources, null);
        return RuleSet.Load(sources).RuleSet is { } rules ? LawManifest.Differences(Manifest(folder), rules, [.. open]) : ["the law for everybody has errors"];
    }

    /// <summary>The manifest of a folder; null where there is none, as for a single file. One that cannot be read is an empty one, which is none either.</summary>
    public static byte[]? Manifest(string folder)
    {
        var path = Path.Combine(folder, LawManifest.FileName);
        if (!Directory.Exists(folder) || !File.Exists(path))
        {
            return null;
        }

        try
        {
            return BoundedFile.ReadBytes(path, LawManifest.MostBytes, "manifest");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Prints diagnostics one after the other.</summary>
    public static void Print(IEnumerable<Diagnostic> diagnostics, TextWriter writer)
    {
        var (shown, left) = (0, 0);
        foreach (var diagnostic in diagnostics)
        {
            if (shown >= MostShown)
            {
                left++;
                continue;
            }

            DiagnosticPrinter.Write(writer, diagnostic);
            writer.WriteLine();
            shown++;
        }

        if (left > 0)
        {
            writer.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"… and {left} more; correct these first"));
        }
    }

    private static SourceText ReadFile(string path, string name) => new(name, BoundedFile.ReadText(path, MostBytes, "law file"));
}

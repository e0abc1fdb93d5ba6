using System.Diagnostics;
using System.Reflection;

namespace Proviso.Tests.Architecture;

/// <summary>The checkout the tests were built from: its root, its tracked files, its assemblies.</summary>
internal static class SourceTree
{
    private static readonly Lazy<IReadOnlyList<string>> s_files = new(List);

    /// <summary>Absolute path of the folder that holds <c>Proviso.slnx</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Files that git tracks or would track, relative to the root, with forward slashes, sorted.</summary>
    public static IReadOnlyList<string> Files => s_files.Value;

    public static IEnumerable<string> SourceFiles => Files.Where(f => f.StartsWith("src/", StringComparison.Ordinal) && f.EndsWith(".cs", StringComparison.Ordinal));

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    public static Assembly Load(string name) => Assembly.Load(name);

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Proviso.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("Proviso.slnx was not found above the test program");
    }

    private static string[] List()
    {
        var git = new ProcessStartInfo("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(git)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return [.. output.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Where(f => File.Exists(Path.Combine(Root, f)))
            .Order(StringComparer.Ordinal)];
    }
}

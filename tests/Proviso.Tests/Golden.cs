using System.Globalization;

namespace Proviso.Tests;

/// <summary>Compares what a program says with what is recorded beside its input; PROVISO_BLESS=1 records anew.</summary>
public static class Golden
{
    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>File names (without directory) of the inputs in a folder of tests/golden.</summary>
    public static TheoryData<string> Inputs(string folder, string extension)
    {
        var data = new TheoryData<string>();
        foreach (var path in Directory.GetFiles(Path.Combine(Root, "tests", "golden", folder), "*" + extension).Order(StringComparer.Ordinal))
        {
            data.Add(Path.GetFileName(path));
        }

        return data;
    }

    /// <summary>The text of one input.</summary>
    public static string Read(string folder, string file) => File.ReadAllText(Path.Combine(Root, "tests", "golden", folder, file));

    /// <summary>Compares with the recorded text, or records.</summary>
    public static void Check(string folder, string file, string actual)
    {
        var path = Path.Combine(Root, "tests", "golden", folder, Path.ChangeExtension(file, ".expected"));
        if (string.Equals(Environment.GetEnvironmentVariable("PROVISO_BLESS"), "1", StringComparison.Ordinal))
        {
            File.WriteAllText(path, actual);
            return;
        }

        Assert.True(File.Exists(path), string.Create(CultureInfo.InvariantCulture, $"{path} is not recorded; run once with PROVISO_BLESS=1 and read it"));
        Assert.Equal(File.ReadAllText(path), actual);
    }

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Proviso.slnx")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("no Proviso.slnx above " + AppContext.BaseDirectory);
    }
}

namespace Proviso.EndToEnd;

/// <summary>The made-up programme, made once by the program and copied for each test.</summary>
internal static class Demo
{
    private static readonly Lazy<TemporaryFolder> s_made = new(Make);

    /// <summary>A demo of one's own.</summary>
    public static void CopyTo(string journal)
    {
        var made = s_made.Value.File("demo.journal");
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(made)!, "demo.journal*"))
        {
            File.Copy(file, journal + Path.GetFileName(file)["demo.journal".Length..]);
        }
    }

    private static TemporaryFolder Make()
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        var made = ProvisoCommand.Run(["demo", "init", folder.File("demo.journal")]);
        Assert.True(made.ExitCode == 0, made.Output + made.Error);
        Assert.Contains("made up", made.Output);
        return folder;
    }
}

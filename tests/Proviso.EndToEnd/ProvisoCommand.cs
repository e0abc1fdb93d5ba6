using System.Diagnostics;
using System.Text;

namespace Proviso.EndToEnd;

/// <summary>Runs the built command as a user would: a process of its own, in the root of the checkout.</summary>
internal static class ProvisoCommand
{
    public sealed record Result(int ExitCode, string Output, string Error);

    public static string Root { get; } = FindRoot();

    public static string Program { get; } = Path.Combine(Root, "artifacts", "bin", "Proviso.Cli", Configuration, "Proviso.Cli.dll");

    public static Result Run(string arguments, string? input = null) => Run(Split(arguments), input);

    public static Result Run(IEnumerable<string> arguments, string? input = null)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.ArgumentList.Add(Program);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["PROVISO_HOME"] = Root;

        // Lists that whoever runs the tests keeps for work must not answer here.
        start.Environment.Remove("PROVISO_LISTS");
        start.Environment["XDG_DATA_HOME"] = Path.Combine(Path.GetTempPath(), "proviso-tests-no-such-folder");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (input is not null)
        {
            process.StandardInput.Write(input);
        }

        process.StandardInput.Close();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)), $"no end: {string.Join(' ', arguments)}");
        return new Result(process.ExitCode, output.Result, error.Result);
    }

#if DEBUG
    private const string Configuration = "debug";
#else
    private const string Configuration = "release";
#endif

    /// <summary>Splits at spaces; single quotes keep a part together, as in a shell.</summary>
    private static IEnumerable<string> Split(string arguments) =>
        arguments.Split('\'').SelectMany((part, i) => i % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Proviso.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("no Proviso.slnx above the tests");
    }
}

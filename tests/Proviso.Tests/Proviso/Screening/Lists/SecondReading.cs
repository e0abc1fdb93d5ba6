using System.ComponentModel;
using System.Diagnostics;

namespace Proviso.Tests.Proviso.Screening.Lists;

/// <summary>A program of somebody else's that reads the same file: jq, xmllint. Where it is not installed the test is skipped and says so.</summary>
internal static class SecondReading
{
    /// <summary>What it prints, without white space at the ends.</summary>
    public static string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{program} is not installed: nothing counts this a second time here");
            return "";
        }

        using (process)
        {
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"{program} failed: {errors.Result}");
            return output.Trim();
        }
    }
}

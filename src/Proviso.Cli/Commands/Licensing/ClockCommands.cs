using System.CommandLine;
using Proviso.Licensing;

namespace Proviso.Cli.Commands.Licensing;

/// <summary><c>proviso clock …</c>: what to do when clock and book disagree.</summary>
internal static class ClockCommands
{
    public static Command Create()
    {
        var command = new Command("clock", "When the clock and the last entry of a book are further apart than its bound, nothing is recorded until two people say what time it is.");
        command.Subcommands.Add(Set());
        return command;
    }

    private static Command Set()
    {
        var (stated, reason) = (new Option<string>("--stated") { Description = "The day it is by your own calendar, not the machine's.", Required = true, HelpName = "DAY" }, LicenseCommands.Reason());
        return Door.Write(
            "set",
            "Says that the clock is right now. An officer of another organization countersigns. Where the book was written on a clock that was ahead, its time is set back, and what that clock brought about by "
                + "itself is taken back in the same entry. Example, in the demo: proviso clock set --stated 2026-07-01 --reason 'the office was shut' --as us-officer-1 --at 2026-07-01 --id clock, then proviso license "
                + "countersign clock --stated 2026-07-01 --as aurora-officer --at 2026-07-01",
            [stated, reason], (p, s) => new SetClock { Id = s.Id, EventTime = s.EventTime, Actor = s.Actor, Stated = Door.Day("--stated", p.GetRequiredValue(stated)), Reason = p.GetRequiredValue(reason) });
    }
}

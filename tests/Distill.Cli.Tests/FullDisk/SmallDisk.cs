using System.Diagnostics;
using System.Globalization;

namespace Distill.Cli.Tests.FullDisk;

/// <summary>
/// Work of the command line on a disk that is too small, seen by nobody else, which then grows so that the work can go on.
/// </summary>
/// <param name="FirstExitCode">Of the work on the small disk.</param>
/// <param name="FirstError">Its words.</param>
/// <param name="SecondExitCode">Of the same work, or of its resumption, on the larger disk.</param>
/// <param name="SecondError">Its words.</param>
/// <param name="Before">A copy of what the first left.</param>
/// <param name="After">A copy of what the second left.</param>
internal sealed record SmallDisk(int FirstExitCode, string FirstError, int SecondExitCode, string SecondError, string Before, string After)
{
    // $1 the disk's folder, $2 its bytes, $3 where copies go; the two works are in the environment.
    private const string Script = """
        mount -t tmpfs -o size=$2 none "$1" || exit 99
        eval "$START" 2> "$3/first.txt" > /dev/null; echo $? > "$3/first"
        cp -r "$1/out" "$3/before" 2> /dev/null || mkdir "$3/before"
        mount -o remount,size=256m "$1" || exit 98
        if [ -s "$1/out/run.json" ]; then AGAIN="$RESUME"; else AGAIN="$START"; fi
        eval "$AGAIN" 2> "$3/second.txt" > /dev/null; echo $? > "$3/second"
        cp -r "$1/out" "$3/after"
        """;

    /// <summary>Does it.</summary>
    /// <param name="folder">For the disk and what is copied from it.</param>
    /// <param name="bytes">What fits on the disk at first.</param>
    /// <param name="start">The arguments of the work, which writes to OUT.</param>
    /// <param name="resume">Those of its resumption, where there is a run to resume.</param>
    public static SmallDisk Of(string folder, long bytes, string start, string resume)
    {
        var (disk, copies) = (Directory.CreateDirectory(Path.Combine(folder, "disk")).FullName, Path.Combine(folder, $"copies-{bytes}"));
        Directory.CreateDirectory(copies);
        string[] command = [.. Namespaces.OfMounts, "sh", "-c", Script, "sh", disk, bytes.ToString(CultureInfo.InvariantCulture), copies];
        var info = new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = folder };
        info.Environment["START"] = Line(start);
        info.Environment["RESUME"] = Line(resume);
        info.Environment.Remove("DISTILL_DATA");
        info.Environment["DISTILL_CACHE"] = Path.Combine(folder, "cache");
        using var process = Process.Start(info)!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return new SmallDisk(
            Code("first"), File.ReadAllText(Path.Combine(copies, "first.txt")),
            Code("second"), File.ReadAllText(Path.Combine(copies, "second.txt")),
            Path.Combine(copies, "before"), Path.Combine(copies, "after"));

        string Line(string arguments) =>
            $"dotnet {DistillProcess.Program} {arguments.Replace("OUT", $"{disk}/out", StringComparison.Ordinal)}";

        int Code(string name) => int.Parse(File.ReadAllText(Path.Combine(copies, name)), CultureInfo.InvariantCulture);
    }
}

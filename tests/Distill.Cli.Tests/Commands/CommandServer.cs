using System.Diagnostics;
using System.Text.Json;
using Distill.Arithmetic;
using Distill.Cli.Terminal;

namespace Distill.Cli.Tests;

/// <summary>A process that runs command lines, one after another; it ends with the process that started it.</summary>
internal sealed class CommandServer
{
    public const string Verb = "commands";

    private readonly Process process;

    public CommandServer()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Distill.Cli.Tests.dll"), Verb])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        DistillProcess.SetEnvironment(start);
        process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
    }

    /// <summary>Runs one command line.</summary>
    public DistillProcess Answer(CommandRequest request)
    {
        process.StandardInput.WriteLine(JsonSerializer.Serialize(request));
        process.StandardInput.Flush();
        var answer = process.StandardOutput.ReadLineAsync();
        if (!answer.Wait(TimeSpan.FromMinutes(10)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"distill {string.Join(' ', request.Arguments)} did not end.");
        }

        return answer.Result is { } line
            ? JsonSerializer.Deserialize<DistillProcess>(line)!
            : throw new InvalidOperationException($"distill {string.Join(' ', request.Arguments)} took its process with it.");
    }

    /// <summary>What the process does: it answers a line of <see cref="CommandRequest"/> by one of <see cref="DistillProcess"/>.</summary>
    public static int Serve()
    {
        var (requests, answers) = (Console.In, Console.Out);
        var main = typeof(Screen).Assembly.EntryPoint ?? throw new InvalidOperationException("distill has no entry point");
        while (requests.ReadLine() is { } line)
        {
            var request = JsonSerializer.Deserialize<CommandRequest>(line)!;
            using StringWriter output = new(), error = new();
            Console.SetIn(TextReader.Null);
            Console.SetOut(output);
            Console.SetError(error);
            Environment.CurrentDirectory = request.Folder;
            Environment.SetEnvironmentVariable(DistillProcess.CacheVariable, DistillProcess.CacheOf(request.Folder));
            var code = (int)main.Invoke(null, [request.Arguments])!;
            ArithmeticCures.Taken -= Screen.Say;
            // A folder in which a process works cannot be removed everywhere.
            Environment.CurrentDirectory = AppContext.BaseDirectory;
            answers.WriteLine(JsonSerializer.Serialize(new DistillProcess(code, output.ToString(), error.ToString())));
            answers.Flush();
        }

        return 0;
    }
}

using System.CommandLine;
using System.Security.Cryptography;
using Distill.Cli.CommandLine;
using Distill.Cli.Terminal;
using Distill.Runs;
using Distill.Studio;

namespace Distill.Cli.Verbs;

/// <summary>Serves pages about a folder's runs and models to a browser.</summary>
internal static class StudioVerb
{
    private const int DefaultPort = 5780;
    private const int TokenBytes = 18;

    public static Command Create()
    {
        var root = new Argument<string>("folder") { Description = "The folder with runs (default: runs).", DefaultValueFactory = _ => "runs" };
        var port = new Option<int>("--port") { Description = $"The port (default {DefaultPort}; 0 takes one that is free).", HelpName = "N", DefaultValueFactory = _ => DefaultPort };
        var host = new Option<string?>("--host")
        {
            Description = "Listen for other machines, too: 0.0.0.0, or one address of this machine. The address that is printed then holds a token.",
            HelpName = "ADDRESS",
        };
        var command = new Command("studio", "Open runs, models and confused classes in a browser, live.") { root, port, host };
        command.Runs((parsed, screen, cancellationToken) =>
        {
            if (parsed.GetValue(port) is < 0 or > 65535)
            {
                throw new DistillException($"{port.Name} {parsed.GetValue(port)}: expected 0 to 65535.");
            }

            var options = new StudioOptions { Folder = parsed.GetRequiredValue(root), Host = parsed.GetValue(host), Port = parsed.GetValue(port), Program = ThisProgram() };
            Serve(options.IsLoopback ? options : options with { Token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes)) }, screen, cancellationToken).GetAwaiter().GetResult();
            return ExitCode.Done;
        });
        return command.WithExamples("distill studio", "distill studio experiments/ --port 8080", "distill studio --port 0 --json", "distill studio --host 0.0.0.0");
    }

    // With 'dotnet distill.dll' the program is the first argument of another.
    private static IReadOnlyList<string>? ThisProgram() => Environment.ProcessPath is not { } path ? null
        : Path.GetFileNameWithoutExtension(path) == "dotnet" ? [path, Environment.GetCommandLineArgs()[0]]
        : [path];

    private static async Task Serve(StudioOptions options, Screen screen, CancellationToken cancellationToken)
    {
        await using var server = await StudioServer.Start(options, cancellationToken);
        screen.WriteJson(new { url = server.Address });
        if (!screen.Json)
        {
            screen.WriteText($"{server.Address}\n");
            Screen.Say("Ctrl-C ends the studio.");
        }

        // The signal that ends it is the only way out.
        await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
    }
}

using System.Diagnostics;

namespace Distill.Studio.Tests;

/// <summary>A Chromium without a window, started for the first page that needs it.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private const string Announced = "DevTools listening on ";
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private readonly TemporaryFolder profile = new();
    private readonly TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? process;

    /// <summary>The program; null where there is none.</summary>
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    /// <summary>Where it is driven.</summary>
    public Task<Uri> Address()
    {
        if (process is null)
        {
            var start = new ProcessStartInfo(Program!) { RedirectStandardError = true, RedirectStandardOutput = true };
            foreach (var option in new[] { "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage", "--disable-background-networking", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--remote-debugging-port=0", $"--user-data-dir={profile.Path}", "about:blank" })
            {
                start.ArgumentList.Add(option);
            }

            process = Process.Start(start)!;
            process.ErrorDataReceived += (_, line) =>
            {
                if (line.Data?.StartsWith(Announced, StringComparison.Ordinal) ?? false)
                {
                    address.TrySetResult(new Uri(line.Data[Announced.Length..]));
                }
            };
            process.BeginErrorReadLine();
            process.BeginOutputReadLine();
        }

        return address.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        for (var tries = 0; ; tries++)
        {
            try
            {
                profile.Dispose();
                return;
            }
            catch (IOException) when (tries < 40)
            {
                // A process of the browser is still ending.
                await Task.Delay(50);
            }
        }
    }
}

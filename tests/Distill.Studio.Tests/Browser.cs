using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Distill.Studio.Tests;

/// <summary>A page in a Chromium without a window, driven by the DevTools protocol.</summary>
internal sealed class Browser : IDisposable
{
    private readonly ClientWebSocket socket = new();
    private readonly List<string> complaints = [];
    private string? session;
    private int number;

    private Browser()
    {
    }

    /// <summary>Errors of scripts, refusals by the page's policy, and requests to other hosts.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    public static async Task<Browser> Open(Chromium chromium, Uri address, int width, string scheme)
    {
        var browser = new Browser();
        await browser.socket.ConnectAsync(await chromium.Address(), CancellationToken.None);
        var target = await browser.Send("Target.createTarget", new JsonObject { ["url"] = "about:blank" });
        browser.session = (string)(await browser.Send("Target.attachToTarget", new JsonObject { ["targetId"] = (string)target["targetId"]!, ["flatten"] = true }))["sessionId"]!;
        foreach (var domain in new[] { "Page", "Runtime", "Log", "Network" })
        {
            await browser.Send(domain + ".enable", []);
        }

        await browser.Send("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = 900, ["deviceScaleFactor"] = 1, ["mobile"] = false });
        await browser.Send("Emulation.setScrollbarsHidden", new JsonObject { ["hidden"] = true });
        await browser.Send("Emulation.setEmulatedMedia", new JsonObject { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }) });
        await browser.Send("Page.navigate", new JsonObject { ["url"] = address.ToString() });
        return browser;
    }

    /// <summary>Evaluates an expression until it is truthy.</summary>
    public async Task<JsonNode> Await(string expression)
    {
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromSeconds(30);)
        {
            var answer = await Send("Runtime.evaluate", new JsonObject { ["expression"] = $"(async () => {expression})()", ["awaitPromise"] = true, ["returnByValue"] = true });
            if (answer["result"]?["value"] is { } value && value.ToJsonString() is not ("false" or "0" or "null" or "\"\""))
            {
                return value;
            }

            await Task.Delay(50);
        }

        var shown = await Send("Runtime.evaluate", new JsonObject { ["expression"] = "document.body.innerText", ["returnByValue"] = true });
        throw new TimeoutException($"{expression} stays false. The page shows: {shown["result"]?["value"]}. {string.Join("; ", complaints)}");
    }

    /// <summary>Moves the pointer with its button down, from point to point.</summary>
    public async Task Draw(params (double X, double Y)[] points)
    {
        foreach (var (i, (x, y)) in points.Index())
        {
            await Mouse("mouseMoved", x, y, i > 0);
            if (i == 0)
            {
                await Mouse("mousePressed", x, y, true);
            }
        }

        await Mouse("mouseReleased", points[^1].X, points[^1].Y, false);
    }

    /// <summary>The upper part of what the page shows, as a PNG.</summary>
    public async Task<byte[]> Picture(int width, int height)
    {
        var clip = new JsonObject { ["x"] = 0, ["y"] = 0, ["width"] = width, ["height"] = height, ["scale"] = 1 };
        return Convert.FromBase64String((string)(await Send("Page.captureScreenshot", new JsonObject { ["format"] = "png", ["clip"] = clip }))["data"]!);
    }

    /// <summary>What the page holds after everything unused is freed: bytes of its scripts, nodes, and what listens to them.</summary>
    public async Task<(double Bytes, int Nodes, int Listeners)> Memory()
    {
        await Send("HeapProfiler.collectGarbage", []);
        var heap = await Send("Runtime.getHeapUsage", []);
        var counters = await Send("Memory.getDOMCounters", []);
        return ((double)heap["usedSize"]!, (int)counters["nodes"]!, (int)counters["jsEventListeners"]!);
    }

    public void Dispose() => socket.Dispose();

    private Task<JsonObject> Mouse(string type, double x, double y, bool down) => Send(
        "Input.dispatchMouseEvent", new JsonObject { ["type"] = type, ["x"] = x, ["y"] = y, ["button"] = "left", ["buttons"] = down ? 1 : 0, ["clickCount"] = 1 });

    private async Task<JsonObject> Send(string method, JsonObject parameters)
    {
        var id = ++number;
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (session is not null)
        {
            message["sessionId"] = session;
        }

        await socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, true, CancellationToken.None);
        while (true)
        {
            var answer = await Receive();
            if ((int?)answer["id"] == id)
            {
                return answer["result"]?.AsObject() ?? throw new InvalidOperationException($"{method}: {answer["error"]}");
            }

            Hear(answer);
        }
    }

    private async Task<JsonObject> Receive()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var text = new MemoryStream();
        var buffer = new byte[1 << 16];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(), patience.Token);
            text.Write(buffer.AsSpan(0, part.Count));
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(text.ToArray())!.AsObject();
    }

    private void Hear(JsonObject message)
    {
        var parameters = message["params"];
        switch ((string?)message["method"])
        {
            case "Runtime.exceptionThrown":
            case "Log.entryAdded" when (string?)parameters!["entry"]!["level"] is "error" or "warning":
            case "Runtime.consoleAPICalled" when (string?)parameters!["type"] is "error" or "warning":
                complaints.Add(parameters!.ToJsonString());
                break;
            case "Network.requestWillBeSent" when (string?)parameters!["request"]!["url"] is { } url && !url.StartsWith("http://127.0.0.1:", StringComparison.Ordinal) && !url.StartsWith("data:", StringComparison.Ordinal):
                complaints.Add(url);
                break;
        }
    }
}

using System.Net.Http.Json;
using System.Text.Json;

namespace Distill.Studio.Tests;

/// <summary>A studio on a port of its own, and what asks it.</summary>
internal sealed class Studio : IAsyncDisposable
{
    private readonly StudioServer server;

    private Studio(StudioServer server)
    {
        this.server = server;
        Client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(server.Address, "/") };
    }

    public HttpClient Client { get; }

    public Uri Address => server.Address;

    public static async Task<Studio> Of(string folder, string? token = null, IReadOnlyList<string>? program = null) =>
        new(await StudioServer.Start(new StudioOptions { Folder = folder, Token = token, Program = program }));

    public async Task<JsonElement> Get(string address) => await Client.GetFromJsonAsync<JsonElement>(address);

    public async Task<JsonElement> Post<T>(string address, T body)
    {
        var answer = await Client.PostAsJsonAsync(address, body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await server.DisposeAsync();
    }
}

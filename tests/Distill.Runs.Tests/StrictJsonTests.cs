using System.Text.Json.Serialization;

namespace Distill.Runs.Tests;

public sealed class StrictJsonTests
{
    [Fact]
    public void Reads_what_people_write()
    {
        var drink = StrictJson.Read<Order>(
            """
            {
              "$schema": "order.schema.json",
              // comments and trailing commas are welcome
              "drink": { "type": "tea", "minutes": 4 },
              "sizes": [1, 2,],
              "cup": { "width": 3, "height": 4 },
              "served": "warm",
            }
            """, "order.json");
        Assert.Equal(new Tea(4), drink.Drink);
        Assert.Equal([1, 2], drink.Sizes);
        Assert.Equal(new Cup(3, 4), drink.Cup);
        Assert.Equal(Serving.Warm, drink.Served);
    }

    [Fact]
    public void An_anonymous_type_which_would_lose_its_keys_is_refused() =>
        Assert.Throws<NotSupportedException>(() => StrictJson.Write(new { epochs = 3 }));

    [Fact]
    public void A_written_value_reads_back()
    {
        var order = new Order { Drink = new Coffee(true), Sizes = [3] };
        Assert.Equal(order.Drink, StrictJson.Read<Order>(StrictJson.Write(order), "order.json").Drink);
    }

    [Theory]
    [InlineData("""{"drink":{"type":"tea","minuts":4}}""", "order.json: unknown key 'drink.minuts'. Did you mean 'minutes'? The keys here are minutes.")]
    [InlineData("""{"drnk":{}}""", "unknown key 'drnk'. Did you mean 'drink'? The keys here are cup, drink, served, sizes")]
    [InlineData("""{"drink":{"type":"teh"}}""", "drink.type is 'teh'; expected coffee, tea. Did you mean 'tea'?")]
    [InlineData("""{"drink":{"minutes":4}}""", "drink.type is missing; expected coffee, tea")]
    [InlineData("""{"drink":{"type":"tea","minutes":"four"}}""", "$.drink.minutes")]
    [InlineData("""{"sizes":[1]}""", "drink")]
    [InlineData("""{"drink":{"type":"tea","minutes":4},"cup":{"heigth":4}}""", "unknown key 'cup.heigth'. Did you mean 'height'?")]
    [InlineData("""{"drink":{"type":"tea","minutes":4},"served":"wram"}""", "served is 'wram'; expected cold, warm. Did you mean 'warm'?")]
    [InlineData("""{"drink":{"type":"tea","minutes":4},"drink":{"type":"tea","minutes":4}}""", "order.json")]
    [InlineData("null", "null")]
    [InlineData("[[[[", "not JSON")]
    public void Says_what_is_wrong_and_where(string text, string expected)
    {
        var mistake = Assert.Throws<DistillException>(() => StrictJson.Read<Order>(text, "order.json"));
        Assert.Contains(expected, mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_refused() =>
        Assert.Throws<DistillException>(() => StrictJson.Read<Order>(new string('[', 100_000), "order.json"));

    [JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
    [JsonDerivedType(typeof(Tea), "tea")]
    [JsonDerivedType(typeof(Coffee), "coffee")]
    private abstract record Drink;

    private sealed record Tea(int Minutes) : Drink;

    private sealed record Coffee(bool Milk) : Drink;

    private sealed record Order
    {
        public required Drink Drink { get; init; }

        public IReadOnlyList<int> Sizes { get; init; } = [];

        public Cup? Cup { get; init; }

        public Serving? Served { get; init; }
    }

    private enum Serving
    {
        Cold,
        Warm,
    }

    private readonly record struct Cup(int Width, int Height);
}

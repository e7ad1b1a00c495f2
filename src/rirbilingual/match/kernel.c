/* Queries and one layer of the index to the nearest rows: what `search.py` does in numpy, with the same answers.

   The filters, and why none of them loses a match, are told in `search.py`; the arrays in `layer.py`. Nothing here
   knows of Python: `kernel.py` calls it by ctypes, which lets other threads work meanwhile. A layer's file may be
   damaged, so no number that comes from it is used before it was compared with the size of what it points into. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifndef SOURCE
#define SOURCE 0
#endif
#define BUCKETS 512 /* by bound: best first */
#define RECENT 4096 /* entries looked at last, so that a candidate that comes twice costs little */
#define DIRECT 16384 /* ids that are looked up without a hash */
#define UNKNOWN UINT32_MAX
#define FARTHEST 255
#define SIGNATURE_BITS 128

enum { DAMAGED = -1, NO_MEMORY = -2 };

#define SOON 4   /* candidates, so that their tokens are */
#define AHEAD 12 /* postings, so that their signatures are on their way */
#if defined(__GNUC__)
#define PREFETCH(address) __builtin_prefetch(address)
#else
#define PREFETCH(address) (void)(address)
#endif

#if defined(__x86_64__) && defined(__GNUC__)
#define WITH_POPCOUNT __attribute__((target("popcnt")))
#define HAS_POPCOUNT __builtin_cpu_supports("popcnt")
#else
#define WITH_POPCOUNT
#define HAS_POPCOUNT 1
#endif

typedef struct {
    const uint32_t *length_starts, *entry_tokens;
    const uint64_t *signatures, *posting_starts;
    const uint32_t *postings;
    const uint8_t *positions;
    const uint32_t *row_starts;
    const int64_t *rows, *standings;
    uint64_t *token_starts; /* by length, where its entries' tokens begin: room for one more than length_starts */
    uint64_t longest, entries, tokens, posting_lists, posting_count, row_count;
} Layer;

typedef struct {
    const uint32_t *ids; /* of the query's tokens, UNKNOWN for those that no entry has */
    uint64_t size;
    const int64_t *skip; /* rows that are not there, ascending */
    uint64_t skipped;
    int64_t *out; /* four numbers a row: row, standing, distance, longer */
    uint64_t limit, found;
} Query;

typedef struct {
    uint64_t entry, bound, length;
} Candidate;

typedef struct {
    Candidate *all;
    uint64_t count, room;
} Candidates;

/* The query's different tokens: number 0 is any other token. Those of small ids, which are the frequent ones, are
   found by the id, the others by a hash of it. By number, the places where it stands, a bit each, and how many. */
typedef struct {
    uint32_t *direct; /* the call's own, all 0 between two queries */
    uint32_t *ids, *numbers;
    uint64_t *places;
    uint32_t *counts, *left;
    uint64_t slots, shift, blocks, different;
} Places;

typedef struct {
    const Layer *layer;
    Query *query;
    const int64_t *dead;
    uint64_t deads;
    Places places;
    uint64_t *vectors; /* two of `blocks` words */
} Search;

/* The CRC-32 of this file when it was compiled; 0 on a machine that it does not run on. */
uint32_t rir_kernel_source(void) { return HAS_POPCOUNT ? SOURCE : 0; }

/* Fills in token_starts; whether the arrays that say where others begin agree with the others' sizes. */
int rir_kernel_open(Layer *layer) {
    uint64_t at = 0;
    for (uint64_t length = 0; length <= layer->longest; length++) {
        uint64_t first = layer->length_starts[length], after = layer->length_starts[length + 1];
        if (first > after || after > layer->entries) return DAMAGED;
        layer->token_starts[length] = at;
        at += (after - first) * length;
        if (at > layer->tokens) return DAMAGED;
    }
    layer->token_starts[layer->longest + 1] = at;
    return layer->length_starts[layer->longest + 1] == layer->entries && at == layer->tokens ? 0 : DAMAGED;
}

/* ------------------------------------------------------------------------------------------ the score's numbers */

static uint64_t larger(uint64_t a, uint64_t b) { return a > b ? a : b; }
static uint64_t smaller(uint64_t a, uint64_t b) { return a < b ? a : b; }
static uint64_t shortest(uint64_t length, uint64_t threshold) { return (length * threshold + 99) / 100; }
static uint64_t allowed(uint64_t longer, uint64_t threshold) { return (100 - threshold) * longer / 100; }

/* ------------------------------------------------------------------------------------------ the distance */

static uint64_t slot_of(const Places *places, uint32_t id) {
    uint64_t slot = (id * 0x9E3779B97F4A7C15u) >> places->shift;
    while (places->ids[slot] != UNKNOWN && places->ids[slot] != id) slot = (slot + 1) & (places->slots - 1);
    return slot;
}

static uint32_t number_of(const Places *places, uint32_t id) {
    return id < DIRECT ? places->direct[id] : places->numbers[slot_of(places, id)];
}

static int place_tokens(Search *search) {
    const Query *query = search->query;
    Places *places = &search->places;
    uint64_t most = query->size + 1;
    places->blocks = (query->size + 63) / 64;
    places->slots = 16;
    places->shift = 60;
    while (places->slots < 2 * most) places->slots *= 2, places->shift--;
    places->ids = malloc(places->slots * sizeof(uint32_t));
    places->numbers = calloc(places->slots, sizeof(uint32_t));
    places->places = calloc(most * places->blocks, sizeof(uint64_t));
    places->counts = calloc(most, sizeof(uint32_t));
    places->left = malloc(most * sizeof(uint32_t));
    search->vectors = malloc(2 * places->blocks * sizeof(uint64_t));
    if (!places->ids || !places->numbers || !places->places || !places->counts || !places->left || !search->vectors)
        return NO_MEMORY;
    memset(places->ids, 0xFF, places->slots * sizeof(uint32_t));
    places->different = 1;
    for (uint64_t at = 0; at < query->size; at++) {
        if (query->ids[at] == UNKNOWN) continue;
        uint64_t slot = slot_of(places, query->ids[at]);
        if (places->ids[slot] == UNKNOWN) {
            places->ids[slot] = query->ids[at];
            places->numbers[slot] = (uint32_t)places->different++;
        }
        if (query->ids[at] < DIRECT) places->direct[query->ids[at]] = places->numbers[slot];
        places->counts[places->numbers[slot]]++;
        places->places[places->numbers[slot] * places->blocks + at / 64] |= (uint64_t)1 << (at % 64);
    }
    return 0;
}

/* Whether the query and these tokens have `needed` in common, in any order. */
static int share(const Search *search, const uint32_t *text, uint64_t length, uint64_t needed) {
    const Places *places = &search->places;
    if (needed > length) return 0;
    uint64_t misses = length - needed, missed = 0;
    memcpy(places->left, places->counts, places->different * sizeof(uint32_t));
    for (uint64_t at = 0; at < length; at++) {
        uint32_t *left = places->left + number_of(places, text[at]);
        uint32_t there = *left != 0; /* counted without a jump that nobody could foresee */
        *left -= there;
        missed += 1 - there;
        if (missed > misses) return 0;
    }
    return 1;
}

/* Levenshtein's distance of at most 64 tokens to others, more than `cutoff` where it is (Myers 1999, Hyyrö 2003). */
static uint64_t distance_64(const Search *search, const uint32_t *text, uint64_t length, uint64_t cutoff) {
    const Places *places = &search->places;
    uint64_t m = search->query->size, score = m, last = (uint64_t)1 << (m - 1);
    uint64_t up = ~(uint64_t)0, down = 0;
    for (uint64_t at = 0; at < length; at++) {
        uint64_t equal = places->places[number_of(places, text[at])];
        uint64_t vertical = equal | down, horizontal = (((equal & up) + up) ^ up) | equal;
        uint64_t more = down | ~(horizontal | up), less = up & horizontal;
        score += (more & last) != 0;
        score -= (less & last) != 0;
        if (score > cutoff + (length - 1 - at)) return cutoff + 1; /* each token left takes off one at most */
        more = (more << 1) | 1;
        less <<= 1;
        up = less | ~(vertical | more);
        down = more & vertical;
    }
    return score;
}

/* The same for longer queries, in blocks of 64. */
static uint64_t distance_blocks(const Search *search, const uint32_t *text, uint64_t length, uint64_t cutoff) {
    const Places *places = &search->places;
    uint64_t m = search->query->size, score = m, blocks = places->blocks;
    uint64_t *ups = search->vectors, *downs = search->vectors + blocks;
    memset(ups, 0xFF, blocks * sizeof(uint64_t));
    memset(downs, 0, blocks * sizeof(uint64_t));
    for (uint64_t at = 0; at < length; at++) {
        const uint64_t *equals = places->places + number_of(places, text[at]) * blocks;
        uint64_t carry_more = 1, carry_less = 0;
        for (uint64_t block = 0; block < blocks; block++) {
            uint64_t up = ups[block], down = downs[block], equal = equals[block];
            uint64_t vertical = equal | down;
            equal |= carry_less;
            uint64_t horizontal = (((equal & up) + up) ^ up) | equal;
            uint64_t more = down | ~(horizontal | up), less = up & horizontal;
            uint64_t last = block + 1 == blocks ? (m - 1) % 64 : 63;
            uint64_t out_more = more >> last & 1, out_less = less >> last & 1;
            more = (more << 1) | carry_more;
            less = (less << 1) | carry_less;
            ups[block] = less | ~(vertical | more);
            downs[block] = more & vertical;
            carry_more = out_more;
            carry_less = out_less;
        }
        score += carry_more;
        score -= carry_less;
        if (score > cutoff + (length - 1 - at)) return cutoff + 1;
    }
    return score;
}

/* ------------------------------------------------------------------------------------------ the candidates */

static int descending(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? 1 : x > y ? -1 : 0;
}

static int keep_candidate(Candidates *found, uint64_t entry, uint64_t bound, uint64_t length) {
    if (found->count == found->room) {
        uint64_t room = found->room ? 2 * found->room : 1024;
        Candidate *more = realloc(found->all, room * sizeof(Candidate));
        if (!more) return NO_MEMORY;
        found->all = more;
        found->room = room;
    }
    found->all[found->count++] = (Candidate){entry, bound, length};
    return 0;
}

/* The first posting of `from`..`to` whose entry is `entry` or later. */
static uint64_t first_posting(const uint32_t *postings, uint64_t from, uint64_t to, uint64_t entry) {
    while (from < to) {
        uint64_t middle = from + (to - from) / 2;
        if (postings[middle] < entry) from = middle + 1; else to = middle;
    }
    return from;
}

/* Looks at postings `from`..`to`, or at entries where there are no postings, of lengths `first`..`last`. */
WITH_POPCOUNT static int sift(const Search *search, const uint64_t *signature, uint64_t unknown, uint64_t first,
                              uint64_t last, uint64_t threshold, const uint32_t *postings,
                              const uint8_t *positions, uint64_t from, uint64_t to, Candidates *found) {
    const Layer *layer = search->layer;
    const uint32_t *starts = layer->length_starts;
    uint64_t m = search->query->size, before = starts[first], after = starts[first];
    uint64_t length = first - 1, base = 0, most = 0, farthest = 0;
    for (uint64_t at = from; at < to; at++) {
        uint64_t entry = postings ? postings[at] : at;
        if (postings && at + AHEAD < to && postings[at + AHEAD] < layer->entries)
            PREFETCH(layer->signatures + 2 * (uint64_t)postings[at + AHEAD]);
        if (entry < before || entry >= layer->entries) return DAMAGED; /* they ascend */
        before = entry;
        if (entry >= after) {
            while (entry >= after) {
                if (++length > last) return DAMAGED;
                after = starts[length + 1];
            }
            uint64_t longer = larger(length, m);
            base = unknown + (longer - smaller(length, m)) + 1;
            most = allowed(longer, threshold);
            farthest = smaller(length - smaller(length, shortest(longer, threshold)), FARTHEST);
        }
        if (positions && positions[at] > farthest) continue;
        const uint64_t *theirs = layer->signatures + 2 * entry;
        uint64_t differing = (uint64_t)__builtin_popcountll(theirs[0] ^ signature[0]) +
                             (uint64_t)__builtin_popcountll(theirs[1] ^ signature[1]);
        uint64_t bound = (differing + base) / 2;
        if (bound <= most && keep_candidate(found, entry, bound, length)) return NO_MEMORY;
    }
    return 0;
}

static int candidates(const Search *search, uint32_t *known, uint64_t first, uint64_t last, uint64_t threshold,
                      int by_postings, Candidates *found) {
    const Layer *layer = search->layer;
    const Query *query = search->query;
    uint64_t m = query->size, count = 0, signature[2] = {0, 0};
    for (uint64_t at = 0; at < m; at++) {
        if (query->ids[at] == UNKNOWN) continue;
        known[count++] = query->ids[at];
        signature[query->ids[at] % SIGNATURE_BITS / 64] ^= (uint64_t)1 << (query->ids[at] % 64);
    }
    uint64_t unknown = m - count;
    if (!by_postings)
        return sift(search, signature, unknown, first, last, threshold, NULL, NULL, layer->length_starts[first],
                    layer->length_starts[last + 1], found);
    qsort(known, count, sizeof(uint32_t), descending);
    uint64_t most = m - shortest(m, threshold);
    for (uint64_t number = 0; number < count && unknown + number <= most; number++) {
        uint32_t token = known[number];
        if (number && token == known[number - 1]) continue; /* only a token's first occurrence is listed */
        if ((uint64_t)token + 1 >= layer->posting_lists) return DAMAGED;
        uint64_t begin = layer->posting_starts[token], end = layer->posting_starts[token + 1];
        if (begin > end || end > layer->posting_count) return DAMAGED;
        uint64_t upto = smaller((m - unknown - number) * 100 / threshold, last);
        if (upto < first) break; /* from here on too little is left for any entry */
        uint64_t low = first_posting(layer->postings, begin, end, layer->length_starts[first]);
        uint64_t high = first_posting(layer->postings, low, end, layer->length_starts[upto + 1]);
        int wrong = sift(search, signature, unknown, first, upto, threshold, layer->postings, layer->positions, low,
                         high, found);
        if (wrong) return wrong;
    }
    return 0;
}

/* ------------------------------------------------------------------------------------------ the best */

static int holds(const int64_t *rows, uint64_t count, int64_t row) {
    uint64_t from = 0, to = count;
    while (from < to) {
        uint64_t middle = from + (to - from) / 2;
        if (rows[middle] < row) from = middle + 1; else to = middle;
    }
    return from < count && rows[from] == row;
}

/* Less than 0 where the first goes before the second: by loss, then standing, then number. */
static int order(const int64_t *a, const int64_t *b) {
    int64_t x = a[2] * b[3], y = b[2] * a[3];
    if (x != y) return x < y ? -1 : 1;
    if (a[1] != b[1]) return a[1] > b[1] ? -1 : 1;
    return a[0] < b[0] ? -1 : a[0] > b[0];
}

/* Puts a row in its place among the best, unless it is there. */
static void put(Query *query, const int64_t *row) {
    uint64_t from = 0, to = query->found;
    while (from < to) {
        uint64_t middle = from + (to - from) / 2;
        int found = order(query->out + 4 * middle, row);
        if (!found) return;
        if (found < 0) from = middle + 1; else to = middle;
    }
    if (from == query->limit) return;
    if (query->found < query->limit) query->found++;
    memmove(query->out + 4 * (from + 1), query->out + 4 * from, (query->found - from - 1) * 4 * sizeof(int64_t));
    memcpy(query->out + 4 * from, row, 4 * sizeof(int64_t));
}

static int keep_rows(const Search *search, uint64_t entry, uint64_t distance, uint64_t longer) {
    const Layer *layer = search->layer;
    Query *query = search->query;
    uint64_t start = layer->row_starts[entry], end = layer->row_starts[entry + 1], kept = 0;
    if (start > end || end > layer->row_count) return DAMAGED;
    for (uint64_t at = start; at < end && kept < query->limit; at++) {
        int64_t row[4] = {layer->rows[at], layer->standings[at], (int64_t)distance, (int64_t)longer};
        if (holds(query->skip, query->skipped, row[0]) || holds(search->dead, search->deads, row[0])) continue;
        put(query, row);
        kept++;
    }
    return 0;
}

static uint64_t bucket_of(const Candidate *candidate, uint64_t m) {
    return candidate->bound * (BUCKETS - 1) / larger(candidate->length, m);
}

static const uint32_t *text_of(const Layer *layer, const Candidate *candidate) {
    uint64_t length = candidate->length, number = candidate->entry - layer->length_starts[length];
    return layer->entry_tokens + layer->token_starts[length] + number * length;
}

static int rank(const Search *search, const Candidates *found, uint64_t threshold) {
    const Layer *layer = search->layer;
    Query *query = search->query;
    uint64_t m = query->size, starts[BUCKETS + 1] = {0};
    uint32_t recent[RECENT] = {0}; /* entry + 1 */
    Candidate *sorted = malloc((found->count + 1) * sizeof(Candidate));
    if (!sorted) return NO_MEMORY;
    for (uint64_t at = 0; at < found->count; at++) starts[bucket_of(found->all + at, m) + 1]++;
    for (uint64_t bucket = 0; bucket < BUCKETS; bucket++) starts[bucket + 1] += starts[bucket];
    for (uint64_t at = 0; at < found->count; at++)
        sorted[starts[bucket_of(found->all + at, m)]++] = found->all[at];
    int wrong = 0;
    for (uint64_t at = 0; at < found->count && !wrong; at++) {
        uint64_t entry = sorted[at].entry, length = sorted[at].length, longer = larger(length, m);
        uint64_t cutoff = allowed(longer, threshold);
        if (query->found == query->limit) {
            const int64_t *worst = query->out + 4 * (query->limit - 1);
            uint64_t most = (uint64_t)worst[2], of = (uint64_t)worst[3];
            if (bucket_of(sorted + at, m) > most * (BUCKETS - 1) / of) break; /* all that follow are worse */
            cutoff = smaller(cutoff, most * longer / of);
            if (sorted[at].bound > cutoff) continue;
        }
        if (at + SOON < found->count) PREFETCH(text_of(layer, sorted + at + SOON));
        uint32_t *slot = recent + entry % RECENT;
        if (*slot == (uint32_t)entry + 1) continue;
        *slot = (uint32_t)entry + 1;
        const uint32_t *text = text_of(layer, sorted + at);
        if (!share(search, text, length, longer - cutoff)) continue; /* each common token missing costs an edit */
        uint64_t distance = search->places.blocks == 1 ? distance_64(search, text, length, cutoff)
                                                       : distance_blocks(search, text, length, cutoff);
        if (distance <= cutoff) wrong = keep_rows(search, entry, distance, longer);
    }
    free(sorted);
    return wrong;
}

static int nearest(const Layer *layer, Query *query, const int64_t *dead, uint64_t deads, uint64_t threshold,
                   uint64_t lowest, Candidates *found, uint32_t *direct) {
    Search search = {.layer = layer, .query = query, .dead = dead, .deads = deads, .places = {.direct = direct}};
    uint64_t m = query->size;
    query->found = 0;
    if (!m || !query->limit) return 0;
    uint32_t *known = malloc(m * sizeof(uint32_t));
    int wrong = known ? place_tokens(&search) : NO_MEMORY;
    /* All filters are the quicker the higher the threshold. So two thirds of the way to 100 are tried first: where
       that gives as many rows as were asked for, they are the best, because every row that reaches it was looked at. */
    uint64_t stricter = larger(threshold, (threshold + 200) / 3);
    for (uint64_t step = stricter;; step = threshold) {
        uint64_t first = shortest(m, step), last = smaller(m * 100 / step, layer->longest);
        if (wrong || first > last) { if (wrong || step == threshold) break; else continue; }
        query->found = 0;
        found->count = 0;
        wrong = candidates(&search, known, first, last, step, step >= lowest, found);
        if (!wrong) wrong = rank(&search, found, step);
        if (wrong || step == threshold || query->found == query->limit) break;
    }
    for (uint64_t at = 0; at < m; at++)
        if (query->ids[at] < DIRECT) direct[query->ids[at]] = 0;
    free(known);
    free(search.places.ids);
    free(search.places.numbers);
    free(search.places.counts);
    free(search.places.left);
    free(search.places.places);
    free(search.vectors);
    return wrong;
}

/* The nearest rows of each query, best first, those that are dead or to be skipped left out. threshold: 1 to 100;
   postings serve those from `lowest` on. Gives 0, DAMAGED or NO_MEMORY. */
int rir_kernel_nearest(const Layer *layer, Query *queries, uint64_t count, const int64_t *dead, uint64_t deads,
                       uint64_t threshold, uint64_t lowest) {
    Candidates found = {NULL, 0, 0};
    uint32_t *direct = calloc(DIRECT, sizeof(uint32_t));
    int wrong = direct ? 0 : NO_MEMORY;
    for (uint64_t at = 0; at < count && !wrong; at++)
        wrong = nearest(layer, queries + at, dead, deads, threshold, lowest, &found, direct);
    free(direct);
    free(found.all);
    return wrong;
}

// Filled by the bundling of workers.
